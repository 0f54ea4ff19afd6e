import chalk from 'chalk';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import type { RunResult } from '../../harness/scenario/run.ts';
import { tellStory } from '../../harness/trace/story.ts';
import type { TraceEvent } from '../../harness/trace/trace.ts';
import type { CompiledSubmission } from '../realm/compile.ts';
import { runSeed } from '../run/run-seed.ts';
import { tellVerdict } from './verdict-words.ts';

/** Lines of a story: what fits a screen together with the verdict. */
const STORY_LINES = 24;

/** Runs a seed again with its trace, and tells its verdict and its last events. */
export async function tellRun(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  seed: number,
  lines: number = STORY_LINES,
): Promise<{ result: RunResult; text: string[] }> {
  const events: TraceEvent[] = [];
  const result = await runSeed(lab, scenario, submission, seed, {
    record: (event) => events.push(event),
  });
  const story = tellStory(events, scenario.servers, lab.describe, lines);
  const text = [
    ...tellVerdict(result.verdict).map((line) => `  ${line}`),
    '',
    ...story.map((line) => `  ${line}`),
  ];
  return { result, text };
}

/** A failure as a student reads it. */
export async function tellFailure(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  seed: number,
): Promise<string[]> {
  const { text } = await tellRun(lab, scenario, submission, seed);
  return [chalk.red(`FAIL  ${scenario.title}, seed ${seed}`), '', ...text];
}
