import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { prepareRun, type RunResult } from '../../../harness/scenario/run.ts';
import { lab } from '../../../labs/raft/lab.ts';
import { compileSubmission, type CompiledSubmission } from '../../compile/compile.ts';
import { realmContract } from '../realm-contract.fixture.ts';
import type { Isolate } from './lodging.ts';
import { openPracticeRealm } from './practice-realm.ts';

realmContract('practice, a realm shared until it is touched', openPracticeRealm);
realmContract('practice, a realm for each incarnation', (submission) =>
  openPracticeRealm(submission, 'always'),
);

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-shared-'));
afterAll(() => rmSync(scratch, { recursive: true }));

async function compile(text: string): Promise<CompiledSubmission> {
  const folder = mkdtempSync(join(scratch, 'raft-'));
  mkdirSync(join(folder, 'src/raft'), { recursive: true });
  writeFileSync(join(folder, 'src/raft/raft.ts'), text);
  return compileSubmission(folder, lab);
}

async function play(submission: CompiledSubmission, isolate: Isolate): Promise<RunResult> {
  // Servers crash and start again in it.
  const scenario = lab.scenarios.find(({ id }) => id === 'persist-1');
  if (scenario === undefined) throw new Error('the lab has no scenario persist-1');
  const realm = openPracticeRealm(submission, isolate);
  const run = await realm.play((factory) => prepareRun({ lab, scenario, factory, seed: 1 }));
  return run.result();
}

/** A server that counts the incarnations that count in the same place, and shows how many there were. */
const countingIn = (place: string): string => `
const place = ${place} as { count?: number };
export default class Raft {
  private readonly count = (place.count = (place.count ?? 0) + 1);
  getState() { return { term: this.count, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
}`;

test.each([
  'globalThis',
  'Array.prototype',
  'Object.prototype',
  'Math',
  'console',
  'setTimeout',
  'Array.prototype.map',
  'Object.getPrototypeOf([].values())',
  'Object.getPrototypeOf(async () => {})',
  'Object.getPrototypeOf(Int8Array)',
])('what is left on a built-in is gone with its incarnation: %s', async (place) => {
  const submission = await compile(countingIn(place));
  const shared = await play(submission, 'when-touched');
  expect(shared).toEqual(await play(submission, 'always'));
  // From now on it has realms of its own, in every run.
  expect(await play(submission, 'when-touched')).toEqual(shared);
});

test.each(['class { static count = 0; }', '{}', '(() => {})', 'new (class extends Map {})()'])(
  'nor is anything else of an incarnation left to the next: %s',
  async (place) => {
    const submission = await compile(countingIn(place));
    expect(await play(submission, 'when-touched')).toEqual(await play(submission, 'always'));
  },
);
