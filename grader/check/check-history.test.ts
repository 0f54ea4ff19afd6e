import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { judge } from '../../harness/check/linearizability/check.ts';
import { explainViolation } from '../../harness/check/linearizability/explain/explain.ts';
import { modelNamed } from '../../harness/check/linearizability/models.ts';
import { readHistory } from './read-history.ts';
import type { Json } from '../../harness/check/history/operation.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

async function verdictOn(name: string, model: string, initial?: Json): Promise<string> {
  const known = modelNamed(model, initial);
  const format = name.endsWith('.edn') ? 'edn' : 'jsonl';
  const { intake } = await readHistory(fixture(name), format, known);
  return judge(intake.parts(), known)[0]?.kind ?? 'holds';
}

describe('a history file', () => {
  it.each([
    ['register-client-tie.jsonl', 'register', 'violated'],
    ['lock-tie-holds.jsonl', 'lock', 'violated'],
    ['lock-tie-violated.jsonl', 'lock', 'violated'],
    ['kv-empty-append.jsonl', 'kv', 'violated'],
    ['register-big-integers.jsonl', 'register', 'violated'],
    ['register-nanoseconds.jsonl', 'register', 'violated'],
    ['register-starts-at-0.jsonl', 'register', 'violated'],
    ['bom.jsonl', 'register', 'holds'],
    ['empty.jsonl', 'register', 'holds'],
    ['register-keys.edn', 'register', 'violated'],
    ['register-cas-50-clients.jsonl', 'register', 'holds'],
    ['kv-spoiled-get.jsonl', 'kv', 'violated'],
  ])('%s as a %s: %s', async (name, model, expected) => {
    expect(await verdictOn(name, model)).toBe(expected);
  });

  it('may begin with another value', async () => {
    expect(await verdictOn('register-starts-at-0.jsonl', 'register', 0)).toBe('holds');
  });

  it('is explained by its own lines', async () => {
    const model = modelNamed('register', undefined);
    const { intake } = await readHistory(fixture('register-keys.edn'), 'edn', model);
    const [found] = judge(intake.parts(), model);
    if (found?.kind !== 'violated') throw new Error('the fixture is violated');
    const { key, shown } = explainViolation(found);
    expect(key).toBe('1');
    expect(shown.map(({ operation }) => operation.line)).toEqual([9, 11]);
  });

  it('is explained by the answer that does not fit, and few others', async () => {
    const model = modelNamed('kv', undefined);
    const { intake } = await readHistory(fixture('kv-spoiled-get.jsonl'), 'jsonl', model);
    const [found] = judge(intake.parts(), model);
    if (found?.kind !== 'violated') throw new Error('the fixture is violated');
    const { shown } = explainViolation(found);
    expect(shown.length).toBeLessThanOrEqual(12);
    const accused = shown.find(({ role }) => role === 'trigger')?.operation;
    // Its answer was another one, before somebody changed the file.
    expect(accused).toMatchObject({ client: '6', op: 'get', callTime: 39.64228151815385 });
  });

  it('counts its times from the first, if that is very large', async () => {
    const model = modelNamed('register', undefined);
    const name = fixture('register-nanoseconds.jsonl');
    const { intake, origin } = await readHistory(name, 'jsonl', model);
    expect(origin).toBe(1_764_300_000_000_000_000n);
    const times = intake
      .parts()[0]
      ?.operations()
      .map(({ returnTime }) => returnTime);
    expect(times).toEqual([10, 300]);
  });
});
