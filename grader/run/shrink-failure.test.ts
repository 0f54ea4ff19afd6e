import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Scenario } from '../../harness/scenario/scenario.ts';
import type { Simulation } from '../../harness/sim/simulation.ts';
import { wait } from '../../harness/vocabulary/script.ts';
import { violated } from '../../labs/verdicts.ts';
import { compileSubmission } from '../compile/compile.ts';
import { findLabs } from './find-labs.ts';
import { runSeed } from './run-seed.ts';
import { select } from './select.ts';
import { shrinkFailure, type Shrunk } from './shrink-failure.ts';

const { lab, scenarios } = select(await findLabs(), 'raft', 'initial-election');
const folder = mkdtempSync(join(tmpdir(), 'splitbrain-shrink-'));
writeFileSync(
  join(folder, 'raft.ts'),
  `export default class Raft {
    getState() { return { term: 0, isLeader: false }; }
    start() { return { isLeader: false }; }
    snapshot() {}
  }`,
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PROMISE = { promise: 'begun', sentence: 'A term has begun.' };

type Breaks = (state: string | undefined) => boolean;
const always: Breaks = () => true;
/** Breaks for a Raft that never begins a term, and not for a correct one. */
const withoutTerm: Breaks = (state) => state === undefined || state.includes('"term":0');

/** Such a Raft in a scenario whose promise breaks as told, in its script and in a replay. */
async function shrunk(inScript: Breaks, inReplay: Breaks): Promise<Shrunk> {
  const [base] = scenarios;
  if (base === undefined) throw new Error('the lab has no such scenario');
  const judge = (sim: Simulation, breaks: Breaks): void => {
    if (breaks(sim.invoke(0, 'getState', []))) violated(sim, PROMISE, []);
  };
  const scenario: Scenario = {
    ...base,
    *script(sim) {
      sim.inject({ kind: 'disconnect', server: 1 });
      yield* wait(2_000);
      judge(sim, inScript);
    },
    watch: (sim) => ({ converge: () => wait(0), judge: () => judge(sim, inReplay) }),
  };
  const submission = await compileSubmission(folder, lab);
  const { verdict } = await runSeed(lab, scenario, submission, 1);
  return shrinkFailure(lab, scenario, submission, { seed: 1, verdict });
}

test('what only wrong code fails is shrunk', async () => {
  const found = await shrunk(withoutTerm, withoutTerm);
  const inputs = found.kind === 'smaller' ? found.smallest.recording.inputs : null;
  expect(inputs).not.toBeNull();
  expect(inputs?.map(({ kind }) => kind)).not.toContain('fault');
});

test('what the reference fails in a replay alone is not shrunk', async () => {
  const found = await shrunk(withoutTerm, always);
  expect(found).toEqual({ kind: 'fails-correct-code', in: 'schedule' });
});

test('what the reference fails in the scenario itself is said to be so', async () => {
  const found = await shrunk(always, always);
  expect(found).toEqual({ kind: 'fails-correct-code', in: 'scenario' });
});
