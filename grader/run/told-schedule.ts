import type { NetworkName } from '../../harness/vocabulary/network-preset.ts';
import { shapeOf } from '../../harness/faults/shape.ts';
import { tellSchedule, type Step } from '../../harness/story/tell-schedule.ts';
import type { Member } from '../../harness/vocabulary/role.ts';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import { processesOf } from '../../harness/scenario/scenario.ts';
import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import type { CompiledSubmission } from '../compile/compile.ts';
import type { Realm } from '../realm/realm.ts';
import { shrinkFailure, type Smallest } from './shrink-failure.ts';

/** The smallest schedule found that still breaks a promise, in words. */
export interface ToldSchedule {
  /** The kinds of faults in it. */
  readonly shape: readonly string[];
  readonly network: NetworkName;
  /** The last of them, in the order in which they begin. */
  readonly steps: readonly Step[];
  /** How many lines came before these. */
  readonly before: number;
  /** How many inputs it has, and how many the whole run had. */
  readonly inputs: number;
  readonly of: number;
}

/** As many as a report has room for: most have fewer than ten. */
const STEPS_MAX = 20;
/** Letters of one step, of which student code may have chosen some. */
const LETTERS_MAX = 200;

function tellSmallest(
  { recording, of }: Pick<Smallest, 'recording' | 'of'>,
  members: readonly Member[],
): ToldSchedule {
  const steps = tellSchedule(recording, members);
  return {
    shape: shapeOf(recording),
    network: recording.network,
    steps: steps
      .slice(-STEPS_MAX)
      .map(({ atUs, words }) => ({ atUs, words: words.slice(0, LETTERS_MAX) })),
    before: Math.max(0, steps.length - STEPS_MAX),
    inputs: recording.inputs.length,
    of,
  };
}

/** Work and not time ends the search, so that it ends in the same place on any machine, however busy. */
const RUNS_MAX = 250;
/** Some 10 s of processor time. */
const EVENTS_MAX = 1_000_000;
/** Far beyond what so many events take: for code that works for seconds between two of them. */
const PROCESSOR_MS_MAX = 60_000;

/** The smallest schedule found that fails as this run did; null when there is none. */
export async function smallestSchedule(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  failure: { readonly seed: number; readonly verdict: Verdict },
  openRealm: () => Realm,
): Promise<ToldSchedule | null> {
  const shrunk = await shrinkFailure(lab, scenario, submission, failure, {
    runsMax: RUNS_MAX,
    eventsMax: EVENTS_MAX,
    processorMsMax: PROCESSOR_MS_MAX,
    openRealm,
  });
  if (shrunk.kind !== 'smaller') return null;
  return tellSmallest(shrunk.smallest, processesOf(scenario, failure.seed));
}
