import chalk from 'chalk';
import { seconds } from '../../harness/check/invariant.ts';
import { processesOf, type Lab, type Scenario } from '../../harness/scenario/scenario.ts';
import type { RunResult } from '../../harness/scenario/run.ts';
import type { Verdict } from '../../harness/scenario/verdict.ts';
import { tellStory } from '../../harness/trace/story.ts';
import type { TraceEvent } from '../../harness/trace/trace.ts';
import type { CompiledSubmission } from '../realm/compile.ts';
import { runSeed } from '../run/run-seed.ts';
import { tellVerdict } from './verdict-words.ts';

/** Lines of a story: what fits a screen together with the verdict. */
const STORY_LINES = 24;

export interface StoryLimits {
  readonly lines?: number;
  /** The story stops at this time of the run. */
  readonly untilUs?: number;
}

/** Runs a seed again with its trace, and tells its verdict and its last events. */
export async function tellRun(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  seed: number,
  { lines = STORY_LINES, untilUs = Infinity }: StoryLimits = {},
): Promise<{ result: RunResult; text: string[] }> {
  const events: TraceEvent[] = [];
  const result = await runSeed(lab, scenario, submission, seed, (event) => {
    if (event.atUs <= untilUs) events.push(event);
  });
  const { verdict, virtualUs } = result;
  const evidence = verdict.kind === 'violated' ? verdict.evidence.join('\n') : '';
  const isCut = untilUs < virtualUs;
  const story = tellStory(events, {
    names: processesOf(scenario).map(({ name }) => name.replace('-', ' ')),
    describe: lab.describe,
    lines,
    // The times of the evidence are told with it, to the millisecond.
    isKept: (atUs) => evidence.includes(` ${seconds(atUs)}`),
    ...(isCut || verdict.kind === 'passed'
      ? {}
      : { end: { atUs: virtualUs, words: verdict.kind } }),
  });
  const told = story.map((line) => `  ${line}`.trimEnd());
  const part = isCut ? [`  Up to ${seconds(untilUs)} of ${seconds(virtualUs)}:`, ''] : [];
  const words = tellVerdict(verdict).map((line) => `  ${line}`.trimEnd());
  const text = [...words, '', ...part, ...told];
  return { result, text };
}

/** A failure as a student reads it: the seed is run again for the story, unless that would harm. */
export async function tellFailure(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  { seed, verdict, traceHash }: { seed: number; verdict: Verdict; traceHash: string },
): Promise<string[]> {
  // A run that took its process with it has no trace, and would take this one too.
  const text =
    traceHash === ''
      ? tellVerdict(verdict).map((line) => `  ${line}`)
      : (await tellRun(lab, scenario, submission, seed)).text;
  return [chalk.red(`FAIL  ${scenario.title}, seed ${seed}`), '', ...text];
}
