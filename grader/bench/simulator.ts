import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import { wait } from '../../harness/vocabulary/script.ts';
import { raftScenario } from '../../labs/raft/raft-scenario.ts';
import { REFERENCE } from '../calibration/run/workspace.ts';
import { compileSubmission, type CompiledSubmission } from '../compile/compile.ts';
import { findLab } from '../labs/find-labs.ts';
import { heapBytes } from '../realm/practice/heap.ts';
import { runSeed } from '../run/run-seed.ts';
import { atLeast, atMost, medianMs, type Figure } from './measure.ts';

/** Five servers that agree on a command each `everyMs` for a while, with a snapshot each 50 commands. */
export function steadyAgreement(everyMs: number): Scenario {
  return raftScenario({
    id: 'bench-steady-agreement',
    title: 'steady agreement',
    part: '3D',
    points: 0,
    holdsTo: 'A long run of commands and snapshots, for measurements.',
    source: 'bench',
    servers: 5,
    snapshotEvery: 50,
    *play(world) {
      yield* world.oneLeader();
      for (let i = 0; i < 8_000; i++) {
        world.startAnywhere();
        yield* wait(everyMs);
      }
    },
  });
}

/** The simulator with the reference Raft in realms, on one core. */
export async function benchRaft(): Promise<Figure[]> {
  const lab = await findLab('raft');
  const submission = await compileSubmission(REFERENCE, lab);
  return [
    await realMix(lab, submission),
    await parity(lab, submission),
    await eventRate(lab, submission, 100, 300_000),
    await eventRate(lab, submission, 5, 200_000),
    await memory(lab, submission),
  ];
}

/** Whole labs, on one core. */
export async function benchLabs(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [id, limit] of Object.entries(SECONDS_A_SEED)) {
    const lab = await findLab(id);
    const submission = await compileSubmission(REFERENCE, lab);
    const seconds = (await medianMs(() => runAll(lab, lab.scenarios, submission), 1)) / 1_000;
    figures.push(atMost(`Lab ${lab.number}, all scenarios, one seed`, seconds, limit, 's'));
  }
  return figures;
}

/**
 * Goals for a whole lab on one core; 6.5840 needs 420 s for Lab 4 and more than 280 s for Lab 5. Lab 2 has
 * runs of 100,000 clients.
 */
const SECONDS_A_SEED: Readonly<Record<string, number>> = {
  mapreduce: 0.5,
  kvserver: 5,
  kvraft: 1.5,
  shardkv: 4,
  queue: 0.5,
};

/** What a verdict costs where it counts: a run of any Raft scenario, as students, TAs and calibration make them. */
async function realMix(lab: Lab, submission: CompiledSubmission): Promise<Figure> {
  const seeds = [1, 2, 3, 4];
  const ms = await medianMs(() => runAll(lab, lab.scenarios, submission, seeds));
  const runs = lab.scenarios.length * seeds.length;
  return atMost(
    `a run of the ${lab.scenarios.length} Raft scenarios, 4 seeds`,
    ms / runs,
    16,
    'ms',
  );
}

/** 6.5840 needs 358 to 524 s for these 28 tests. */
async function parity(lab: Lab, submission: CompiledSubmission): Promise<Figure> {
  const scenarios = lab.scenarios.filter(({ kind }) => kind === 'parity');
  const ms = await medianMs(() => runAll(lab, scenarios, submission));
  return atMost(
    `the ${scenarios.length} tests of 6.5840's Raft lab, one seed`,
    ms / 1_000,
    0.4,
    's',
  );
}

/** A client's pace of ten commands a second; at 200, most of the time is the student's own JSON. */
async function eventRate(
  lab: Lab,
  submission: CompiledSubmission,
  everyMs: number,
  goal: number,
): Promise<Figure> {
  let events = 0;
  const ms = await medianMs(async () => {
    const result = await runSeed(lab, steadyAgreement(everyMs), submission, 1);
    events = result.events;
  });
  const what = `events of five Rafts, a command each ${everyMs} ms`;
  return atLeast(what, (events / ms) * 1_000, goal, 'a second');
}

/** Growth of the heap over the last 900 of 1,000 seeds: what a long campaign would pile up. */
async function memory(lab: Lab, submission: CompiledSubmission): Promise<Figure> {
  const scenario = lab.scenarios.find(({ id }) => id === 'basic-agree');
  if (scenario === undefined) throw new Error('the Raft lab has no scenario basic-agree');
  let afterHundred = 0;
  for (let seed = 1; seed <= 1_000; seed++) {
    await runSeed(lab, scenario, submission, seed);
    if (seed === 100) afterHundred = heapBytes();
  }
  const growth = (heapBytes() - afterHundred) / 1_000_000;
  return atMost('heap gained from seed 100 to 1,000', growth, 10, 'MB');
}

async function runAll(
  lab: Lab,
  scenarios: readonly Scenario[],
  submission: CompiledSubmission,
  seeds: readonly number[] = [1],
): Promise<void> {
  for (const scenario of scenarios) {
    for (const seed of seeds) {
      const { verdict } = await runSeed(lab, scenario, submission, seed);
      if (verdict.kind !== 'passed') throw new Error(`${scenario.id} came to ${verdict.kind}`);
    }
  }
}
