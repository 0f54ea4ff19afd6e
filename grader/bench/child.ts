import { readdirSync, readFileSync } from 'node:fs';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import { REFERENCE } from '../calibration/run/workspace.ts';
import { compileSubmission, type CompiledSubmission } from '../compile/compile.ts';
import { ChildRealm } from '../realm/child/child-realm.ts';
import { commandIn, sandboxHere } from '../realm/child/sandbox.ts';
import { openPracticeRealm } from '../realm/practice/practice-realm.ts';
import type { Realm } from '../realm/realm.ts';
import { findLab } from '../labs/find-labs.ts';
import { runSeed } from '../run/run-seed.ts';
import { atLeast, atMost, type Figure } from './measure.ts';
import { steadyAgreement } from './simulator.ts';

/** Every so many scenarios of a lab one is played: enough to see what a run of it costs. */
const EVERY = 7;
const TIMES_PRACTICE = 3;

/** What the judge and the child cost together, against servers in this process. */
export async function benchChild(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const id of ['raft', 'kvserver', 'kvraft']) {
    const lab = await findLab(id);
    const submission = await compileSubmission(REFERENCE, lab);
    const sample = lab.scenarios.filter((_, at) => at % EVERY === 0);
    const practice = await costOf(lab, sample, submission, openPracticeRealm(submission));
    const child = await costOf(lab, sample, submission, childOf(submission));
    const what = `Lab ${lab.number} in a child, times practice`;
    figures.push(atMost(what, child.ms / practice.ms, TIMES_PRACTICE, 'times'));
  }
  const lab = await findLab('raft');
  const submission = await compileSubmission(REFERENCE, lab);
  const { ms, events } = await costOf(lab, [steadyAgreement(100)], submission, childOf(submission));
  figures.push(
    atLeast('events of five Rafts in a child', (events / ms) * 1_000, 50_000, 'a second'),
  );
  return figures;
}

function childOf(submission: CompiledSubmission): Realm {
  return new ChildRealm(submission, 'when-touched', commandIn(sandboxHere()));
}

/** Processor time of one run of each scenario, after one that warms up, and the events in it. */
async function costOf(
  lab: Lab,
  scenarios: readonly Scenario[],
  submission: CompiledSubmission,
  realm: Realm,
): Promise<{ readonly ms: number; readonly events: number }> {
  const playAll = async (seed: number): Promise<number> => {
    let events = 0;
    for (const each of scenarios) {
      const result = await runSeed(lab, each, submission, seed, { realm });
      if (result.verdict.kind !== 'passed') throw new Error(`${each.id}: ${result.verdict.kind}`);
      events += result.events;
    }
    return events;
  };
  await playAll(1);
  const before = familyMs();
  const events = await playAll(2);
  const ms = familyMs() - before;
  realm.close();
  return { ms, events };
}

/** What the system counts processor time in. */
const TICK_MS = 10;

/** Processor time of this process and of all that it has started and that lives. */
function familyMs(): number {
  const { user, system } = process.cpuUsage();
  return (
    (user + system) / 1_000 + descendantsOf(process.pid).reduce((sum, pid) => sum + msOf(pid), 0)
  );
}

function descendantsOf(pid: number): number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  );
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function msOf(pid: number): number {
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = rest.split(' ').map(Number);
  // User and system time are the 14th and the 15th field of all, and the first two have been cut off.
  return ((fields[11] ?? 0) + (fields[12] ?? 0)) * TICK_MS;
}
