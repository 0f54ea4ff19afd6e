import { describe, expect, it } from 'vitest';
import { HistoryError } from '../history/history-error.ts';
import type { Operation } from '../history/operation.ts';
import { registerHistories, textHistory, versionedHistory } from './bench-histories.fixture.ts';
import { checkHistory } from './check.ts';
import { simulate } from './histories.fixture.ts';
import type { Model } from './model.ts';
import { MODELS } from './models.ts';
import { answered } from './operations.fixture.ts';
import { plainKv } from './plain-objects.fixture.ts';
import { SMALL_HISTORIES } from './small-histories.fixture.ts';
import { kvCalls } from './workloads.fixture.ts';

const X = { key: 'x' };
const put = (value: string, version: number) => ({ ...X, value, version });

describe('a history', () => {
  it.each(SMALL_HISTORIES)('with $title: $expected', ({ model, history, expected }) => {
    expect(checkHistory(history, model).kind).toBe(expected);
  });

  it('says which object is wrong, and gives all operations on it', () => {
    const history = [
      answered(1, [0, 2], 'put', { key: 'x', value: 'a' }, 'OK'),
      answered(1, [3, 4], 'get', { key: 'y' }, 'a'),
      answered(1, [5, 6], 'get', { key: 'y' }, ''),
    ];
    expect(checkHistory(history, MODELS.kv)).toMatchObject({
      kind: 'violated',
      key: 'y',
      operations: history.slice(1),
    });
  });
});

describe('a search that takes too long', () => {
  /** Equal values under heavy contention, which is what is hard. */
  const hard = simulate(1, {
    object: plainKv,
    nextCall: kvCalls(['get', 'put', 'append'], (dice) => `v${dice.roll(50)}`, ['x']),
    clients: 40,
    operations: 600,
  });

  it('is undecided, and says on which object and after how many steps', () => {
    const verdict = checkHistory(hard, MODELS.kv, { maxSteps: 5000 });
    if (verdict.kind !== 'undecided') throw new Error(`it is ${verdict.kind}`);
    expect(verdict.key).toBe('x');
    // The moves from one place are counted together.
    expect(verdict.steps).toBeGreaterThanOrEqual(5000);
    expect(verdict.steps).toBeLessThan(5000 + hard.length);
  });

  it('is given up when the time is up', () => {
    let looks = 0;
    const isTimeUp = (): boolean => ++looks > 3;
    expect(checkHistory(hard, MODELS.kv, { isTimeUp }).kind).toBe('undecided');
  });

  it('does not hide the violation of another key', () => {
    const easy = [
      answered(101, [0, 1], 'put', { key: 'y', value: 'a' }, 'OK'),
      answered(101, [2, 3], 'put', { key: 'y', value: 'a' }, 'OK'),
      answered(101, [4, 5], 'get', { key: 'y' }, ''),
    ];
    const verdict = checkHistory([...hard, ...easy], MODELS.kv, { maxSteps: 5000 });
    expect(verdict).toMatchObject({ kind: 'violated', key: 'y' });
  });
});

describe('the histories of the bench', () => {
  it.each([
    { what: 'versioned', model: MODELS['versioned-kv'], histories: [versionedHistory(20_000)] },
    { what: 'text, ten keys', model: MODELS.kv, histories: [textHistory('0123456789'.split(''))] },
    { what: 'text, one key', model: MODELS.kv, histories: [textHistory(['x'])] },
    { what: 'register', model: MODELS.register, histories: registerHistories(20) },
  ])('hold, and are decided: $what', ({ model, histories }) => {
    for (const history of histories) expect(checkHistory(history, model).kind).toBe('holds');
  });
});

describe('an operation that the model does not know', () => {
  it.each<{ what: string; model: Model; operation: Operation; message: string }>([
    {
      what: 'a name',
      model: MODELS['versioned-kv'],
      operation: answered(3, [12, 13], 'delete', X, 'OK'),
      message:
        'delete of client 3, called at 12: the model versioned-kv has no such operation, only get, put',
    },
    {
      what: 'an answer without a version',
      model: MODELS['versioned-kv'],
      operation: answered(3, [12, 13], 'get', X, { value: 'a' }),
      message:
        'get of client 3, called at 12: the model versioned-kv expects get of {key}, which answers ' +
        '{value, version} or "ErrNoKey"; came {"input":{"key":"x"},"output":{"value":"a"},"end":"ok"}',
    },
    {
      what: 'an ErrMaybe that counts as an answer',
      model: MODELS['versioned-kv'],
      operation: answered(3, [12, 13], 'put', put('a', 1), 'ErrMaybe'),
      message: '("ErrMaybe" has end "unknown")',
    },
    {
      what: 'a version that is no whole number',
      model: MODELS['versioned-kv'],
      operation: answered(3, [12, 13], 'put', put('a', 1.5), 'OK'),
      message: 'expects put of {key, value, version}',
    },
    {
      what: 'a misspelt key',
      model: MODELS.register,
      operation: answered(3, [12, 13], 'write', { Key: 'x', value: 1 }, 'OK'),
      message: 'expects write of {value} or {key, value}',
    },
    {
      what: 'a number where text belongs',
      model: MODELS.kv,
      operation: answered(3, [12, 13], 'get', X, 4),
      message: 'expects get of {key}, which answers with text',
    },
    {
      what: 'a read that is no list',
      model: MODELS.list,
      operation: answered(3, [12, 13], 'read', null, 'ab'),
      message: 'expects read of null or {key}, which answers with a list of values',
    },
    {
      what: 'a refused release',
      model: MODELS.lock,
      operation: answered(3, [12, 13], 'release', null, false),
      message: 'expects release of null or {key}, which answers "OK"',
    },
  ])('is refused: $what', ({ model, operation, message }) => {
    expect(() => checkHistory([operation], model)).toThrow(HistoryError);
    expect(() => checkHistory([operation], model)).toThrow(message);
  });
});
