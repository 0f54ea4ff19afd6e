import { describe, expect, test } from 'vitest';
import type { Json, Operation } from '../../../harness/check/history/operation.ts';
import { guardedKeyNeverGoesBack } from './guarded-key-never-goes-back.ts';
import { leaseIsExclusive } from './lease-is-exclusive.ts';
import { tokensRise } from './tokens-rise.ts';

type Times = readonly [callTime: number, returnTime: number | null];

function operation(
  client: string,
  [callTime, returnTime]: Times,
  op: string,
  { input = null, output = null, end = 'ok' }: Partial<Pick<Operation, 'input' | 'output' | 'end'>>,
): Operation {
  const known = returnTime === null ? ('unknown' as const) : end;
  return { client, op, input, output, callTime, returnTime, end: known };
}

const acquire = (client: string, times: Times, token: number): Operation =>
  operation(client, times, 'acquire', { output: token });
const release = (client: string, times: Times): Operation =>
  operation(client, times, 'release', { output: 'OK' });
const write = (client: string, times: Times, value: string, token: number): Operation =>
  operation(client, times, 'write', { input: { key: 'x', value, token }, output: 'OK' });
const fenced = (client: string, times: Times, value: string, token: number): Operation => ({
  ...write(client, times, value, token),
  output: 'ErrFenced',
  end: 'unknown',
});
const read = (client: string, times: Times, output: Json): Operation =>
  operation(client, times, 'read', { input: { key: 'x' }, output });

describe('tokens-rise', () => {
  test('holds for tokens that grow, with gaps, and in any order where holds were asked for at once', () => {
    const history = [
      acquire('a', [0, 10], 3),
      acquire('b', [11, 30], 9),
      acquire('c', [12, 20], 8),
    ];
    expect(tokensRise.check(history)).toBeUndefined();
  });

  test('is broken by a token that is lower than one before, or the same as any other', () => {
    const lower = [acquire('a', [0, 10], 3), acquire('b', [11, 20], 2)];
    expect(tokensRise.check(lower)).toEqual([
      'a got token 3 at 0.010 s',
      'b, which asked at 0.011 s, got token 2',
    ]);
    expect(tokensRise.check([acquire('a', [0, 10], 3), acquire('b', [5, 9], 3)])).toHaveLength(2);
  });
});

const guarded = (history: readonly Operation[]): unknown => guardedKeyNeverGoesBack.check(history);

describe('lease-is-exclusive', () => {
  const promise = leaseIsExclusive(1_000);

  test('holds when the next one comes after a release, or in the second half of the lease', () => {
    const history = [
      acquire('a', [0, 10], 1),
      release('a', [100, 110]),
      acquire('b', [0, 105], 2),
      acquire('c', [0, 700], 3),
    ];
    expect(promise.check(history)).toBeUndefined();
  });

  test('is broken by a second holder in the first half of a lease that is not released', () => {
    const history = [acquire('a', [0, 10], 1), acquire('b', [0, 300], 2), release('a', [400, 410])];
    expect(promise.check(history)).toEqual([
      'a got the lock at 0.010 s, for 1000 ms',
      'b got it at 0.300 s',
    ]);
  });
});

describe('guarded-key-never-goes-back', () => {
  test('holds for rising tokens, and for what was refused and seen nevertheless', () => {
    const history = [
      read('c', [0, 1], 'ErrNoKey'),
      write('a', [2, 5], 'a1', 1),
      fenced('a', [6, 40], 'a2', 1),
      read('c', [7, 9], { value: 'a2', token: 1 }),
      write('b', [10, 20], 'b1', 2),
      read('c', [21, 22], { value: 'b1', token: 2 }),
    ];
    expect(guarded(history)).toBeUndefined();
  });

  test('lets what happens at once be seen in either order', () => {
    const history = [write('a', [0, 50], 'a1', 1), write('b', [10, 20], 'b1', 2)];
    expect(guarded(history)).toBeUndefined();
  });

  test('is broken by a write under a lower token after one under a higher', () => {
    const history = [write('b', [10, 20], 'b1', 2), write('a', [30, 40], 'a1', 1)];
    expect(guarded(history)).toEqual([
      'b wrote "b1" under token 2 by 0.020 s',
      'a wrote "a1" under token 1 from 0.030 s on',
    ]);
  });

  test('is broken by a read of something older, under a lower token or the same', () => {
    const first = write('a', [0, 5], 'a1', 1);
    const second = write('a', [6, 9], 'a2', 1);
    expect(guarded([first, second, read('c', [10, 11], { value: 'a1', token: 1 })])).toEqual([
      'a wrote "a2" under token 1 by 0.009 s',
      'c read "a1" under token 1 from 0.010 s on',
    ]);
    expect(guarded([first, read('c', [6, 7], 'ErrNoKey')])).toHaveLength(2);
  });

  test('is broken by a value that nobody wrote under the token that was read', () => {
    const history = [write('a', [0, 5], 'a1', 1), read('c', [6, 7], { value: 'a1', token: 2 })];
    expect(guarded(history)).toEqual(['c read "a1" under token 2, which nobody wrote under it']);
  });
});
