import type { RunResult } from '../../harness/scenario/run.ts';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import type { CompiledSubmission } from '../compile/compile.ts';
import type { Sandbox } from '../realm/child/sandbox.ts';
import type { Isolate } from '../realm/practice/lodging.ts';
import type { Realm } from '../realm/realm.ts';
import { runSeed } from './run-seed.ts';

/** How far the incarnations of a submission are kept from each other and from the judge, and how often that is put to the test. */
export interface Isolation {
  /** `process`: each in a child of its own, which is killed when it crashes. */
  readonly isolate: Isolate | 'process';
  /**
   * About one seed in so many is run a second time with a realm for each incarnation, which must leave the
   * same trace; 0 for none.
   */
  readonly sampleEvery: number;
  /** What confines the child in which they live; null when they live in the worker itself. */
  readonly sandbox: Sandbox | null;
}

/** What a student's own tests need: nobody there gains by a state that outlives a crash. */
export const FAST: Isolation = { isolate: 'when-touched', sampleEvery: 0, sandbox: null };

/** Where a verdict is a grade: a sample costs two seeds in forty as much time as one costs. */
export const SAMPLED: Isolation = { isolate: 'when-touched', sampleEvery: 40, sandbox: null };

/** A realm for each incarnation, whatever it costs: about twice the time. */
export const APART: Isolation = { isolate: 'always', sampleEvery: 0, sandbox: null };

/** Runs that were kept apart in another way, or in a weaker sandbox, have another name. */
export function isolationName({ isolate, sampleEvery, sandbox }: Isolation): string {
  return `${isolate}/${sampleEvery}/${sandbox?.layers.join('+') ?? 'nothing'}`;
}

export interface IsolatedResult {
  /** In a sample, that of the run with a realm for each incarnation. */
  readonly result: RunResult;
  /** Whether a seed that was run both ways left the same trace; missing for one that was run once. */
  readonly isSame?: boolean;
}

/** Runs a seed as far apart as asked for, and again if it is in the sample, in realms that `openRealm` gives. */
export async function runIsolated(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  seed: number,
  { isolate, sampleEvery }: Isolation,
  openRealm: (how: Isolation['isolate']) => Realm,
): Promise<IsolatedResult> {
  const run = (how: Isolation['isolate']): Promise<RunResult> =>
    runSeed(lab, scenario, submission, seed, { realm: openRealm(how) });
  const result = await run(isolate);
  const isSampled = sampleEvery > 0 && placeOf(scenario.id, seed) % sampleEvery === 0;
  if (!isSampled || isolate !== 'when-touched') return { result };
  const apart = await run('always');
  const isSame = apart.traceHash === result.traceHash && apart.verdict.kind === result.verdict.kind;
  return { result: apart, isSame };
}

/** Spreads a sample over scenarios and seeds, and always the same way. */
function placeOf(scenario: string, seed: number): number {
  let sum = seed;
  for (const letter of scenario) sum = (sum * 31 + letter.charCodeAt(0)) % 1_000_003;
  return sum;
}
