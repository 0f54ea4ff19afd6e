import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Scenario } from '../../harness/scenario/scenario.ts';
import type { Simulation } from '../../harness/sim/simulation.ts';
import { wait } from '../../harness/vocabulary/script.ts';
import { violated } from '../../harness/scenario/verdicts.ts';
import { compileSubmission } from '../compile/compile.ts';
import { findLabs } from '../labs/find-labs.ts';
import { runSeed } from './run-seed.ts';
import { select } from './select.ts';
import { shrinkFailure, type ShrinkLimits, type Shrunk } from './shrink-failure.ts';

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

const PROMISE = { id: 'begun', sentence: 'A term has begun.' };

type Breaks = (state: string | undefined, sim: Simulation) => boolean;
const always: Breaks = () => true;
/** Breaks for a Raft that never begins a term, and not for a correct one. */
const withoutTerm: Breaks = (state) => state === undefined || state.includes('"term":0');

const disconnectOne = (sim: Simulation): void => sim.inject({ kind: 'disconnect', server: 1 });

/** Such a Raft in a scenario whose promise breaks as told, in its script and in a replay. */
async function shrunk(
  inScript: Breaks,
  inReplay: Breaks,
  given: Partial<Scenario> = {},
  strike = disconnectOne,
  limits: ShrinkLimits = {},
): Promise<Shrunk> {
  const [base] = scenarios;
  if (base === undefined) throw new Error('the lab has no such scenario');
  const judge = (sim: Simulation, breaks: Breaks): void => {
    if (breaks(sim.invoke(0, 'getState', []), sim)) violated(sim, PROMISE, []);
  };
  const scenario: Scenario = {
    ...base,
    ...given,
    *script(sim) {
      strike(sim);
      yield* wait(2_000);
      judge(sim, inScript);
    },
    watch: (sim) => ({ converge: () => wait(0), judge: () => judge(sim, inReplay) }),
  };
  const submission = await compileSubmission(folder, lab);
  const { verdict } = await runSeed(lab, scenario, submission, 1);
  return shrinkFailure(lab, scenario, submission, { seed: 1, verdict }, limits);
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

/** Breaks while the servers are cut off from the others. */
const whileSplit: Breaks = (state, sim) => withoutTerm(state, sim) && !sim.network.isOpen(0, 3);
const splitAndTidyUp = (sim: Simulation): void => {
  // Whoever is in no group is alone.
  sim.inject({ kind: 'partition', groups: [[0, 1, 2]] });
  for (let server = 0; server < 6; server++) sim.inject({ kind: 'connect', server });
};

test('a partition of three servers from three other processes is not taken for a whole network', async () => {
  const group = 'servers';
  const servers = [0, 1, 2].map((i) => ({ program: 'server', name: `server-${i}`, group }));
  const others = [0, 1, 2].map((i) => ({ program: 'server', name: `other-${i}` }));
  // So few runs leave time for one step: all that is idle goes at once, and nothing else.
  const limits = { runsMax: 5 };
  const found = await shrunk(
    whileSplit,
    whileSplit,
    { processes: [...servers, ...others] },
    splitAndTidyUp,
    limits,
  );
  const inputs = found.kind === 'smaller' ? found.smallest.recording.inputs : [];
  const faults = inputs.flatMap((input) => (input.kind === 'fault' ? [input.fault.kind] : []));
  expect(faults).toEqual(['partition']);
});
