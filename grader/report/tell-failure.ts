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
  const text = [...indented(verdict), '', ...part, ...told];
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
    traceHash === '' ? indented(verdict) : (await tellRun(lab, scenario, submission, seed)).text;
  return [chalk.red(`FAIL  ${scenario.title}, seed ${seed}`), '', ...text];
}

/** A verdict, indented and broken into lines of 80 columns. */
export function indented(verdict: Verdict): string[] {
  return tellVerdict(verdict).flatMap((line) => {
    const indent = `  ${/^ */.exec(line)?.[0] ?? ''}`;
    return fold(line.trim(), 80 - indent.length).map((part, at) =>
      `${indent}${at === 0 ? '' : '  '}${part}`.trimEnd(),
    );
  });
}

/** Breaks a text between words; a word that is longer than a line stays whole. */
function fold(text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    const room = lines.length === 1 ? width : width - 2;
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= room) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
