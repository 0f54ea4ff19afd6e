import { processesOf, type Scenario } from '../../harness/scenario/scenario.ts';
import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import type { RowFilter } from '../../harness/story/filter.ts';
import type { LogLook } from '../../harness/story/logs.ts';
import { tellStory } from '../../harness/story/story.ts';
import { tellSchedule } from '../../harness/story/tell-schedule.ts';
import { spokenName, type Member } from '../../harness/vocabulary/role.ts';
import { seconds } from '../../harness/vocabulary/time.ts';
import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import type { ExplainedFailure, SmallSchedule, TracedRun } from '../run/explain-failure.ts';
import type { Forgotten } from '../run/kept-trace.ts';
import type { Shrunk } from '../run/shrink-failure.ts';
import { colour } from './colour.ts';
import { fold } from './fold.ts';
import { onScreen, USUAL_WIDTH } from './screen.ts';
import { tellVerdict } from './verdict-words.ts';

/** Lines of a story: what fits a screen together with the verdict. */
const STORY_LINES = 24;
/** Lines of a schedule: most small ones have fewer than ten; a long one is told from its end. */
const SCHEDULE_LINES = 20;
/** Blanks in front of a story. */
const INDENT = 2;
/** Columns for a time such as 12.345 s. */
const TIME = 9;

export interface StoryLimits {
  /** Columns of the screen. */
  readonly width?: number;
  readonly lines?: number;
  /** How much of the servers' logs is told; of each step the first and last line without it. */
  readonly logs?: LogLook | undefined;
  /** The lines that are told at all. */
  readonly filter?: RowFilter | undefined;
  /** The story stops at this time of the run. */
  readonly untilUs?: number;
}

/** The verdict of a run, its schedule if it is the smallest one, and its last events. */
export function tellRun(
  { lab, scenario, seed, result, events, smallest, placeOf, forgotten }: TracedRun,
  { lines = STORY_LINES, untilUs = Infinity, width = USUAL_WIDTH, logs, filter }: StoryLimits = {},
): string[] {
  const { verdict, virtualUs } = result;
  const evidence = evidenceOf(verdict).join('\n');
  const drawn = new Set(evidence.match(/\b\d+\.\d+\b/g));
  const isCut = untilUs < virtualUs;
  const endUs = (verdict.kind === 'violated' ? verdict.brokenAtUs : undefined) ?? virtualUs;
  const story = tellStory(isCut ? events : events.filter(({ atUs }) => atUs <= endUs), {
    members: processesOf(scenario, seed),
    describe: lab.describe,
    lines,
    width: width - INDENT,
    ...(logs === undefined ? {} : { logs }),
    filter,
    // The times of the evidence are told with it: to the millisecond, or as a drawing of operations has them.
    isKept: (atUs) => evidence.includes(` ${seconds(atUs)}`) || drawn.has(String(atUs / 1_000)),
    keptLabels: new Set(callsIn(evidence)),
    evidence,
    placeOf,
    ...(isCut || verdict.kind === 'passed' ? {} : { end: { atUs: endUs, words: verdict.kind } }),
  });
  const told = story.map((line) => `  ${line}`.trimEnd());
  const part = isCut ? [`  Up to ${seconds(untilUs)} of ${seconds(virtualUs)}:`, ''] : [];
  const schedule =
    smallest === undefined
      ? []
      : [...scheduleLines(smallest, processesOf(scenario, seed), verdict, width), ''];
  const rest = forgotten == null ? [] : forgottenLines(forgotten, width);
  const more = logs?.isWhole === true ? [] : loggedLines(events, width);
  const beginning = [...indented(verdict, scenario, seed, width), '', ...schedule];
  return [...beginning, ...part, ...rest, ...told, ...more].map((line) => onScreen(line));
}

/** Where all that was logged is to be read, if anything was. */
function loggedLines(events: readonly TraceEvent[], width: number): string[] {
  const lines = events.filter(
    (each) => each.kind === 'effect' && each.effect.kind === 'log',
  ).length;
  if (lines === 0) return [];
  const many = lines === 1 ? 'one line' : `${lines} lines`;
  const words = `The servers logged ${many}: replay with --log tells them whole, with --server, --call or --grep some of them.`;
  return ['', ...fold(words, width - 2 * INDENT).map((line) => `  ${line}`)];
}

/** The lines of logs that are in no story, since there was no room for so many. */
function forgottenLines({ lines, untilUs, kept }: Forgotten, width: number): string[] {
  const words =
    `${lines} lines that servers logged until ${seconds(untilUs)} are left out: there is room for the ${kept} ` +
    `after them. Ask for fewer with --server, --from, --to, --call or --grep, or write all of them into a file with --trace.`;
  return [...fold(words, width - 2 * INDENT).map((line) => `  ${line}`), ''];
}

function evidenceOf(verdict: Verdict): readonly string[] {
  if (verdict.kind === 'violated') return verdict.evidence;
  return verdict.kind === 'stalled' ? verdict.beliefs : [];
}

/** The conditional writes that an explanation is about, as stories call them: `put "x" at 3`. */
function callsIn(evidence: string): string[] {
  const calls = evidence.matchAll(/\bPut\("([^"]*)", (?:"[^"]*"|[^,]*), (\d+)\)/g);
  return [...calls].map(([, key, version]) => `put "${key}" at ${version}`);
}

function namesOf(scenario: Scenario, seed: number): string[] {
  return processesOf(scenario, seed).map(spokenName);
}

function scheduleLines(
  { recording, of }: SmallSchedule,
  members: readonly Member[],
  verdict: Verdict,
  width: number,
): string[] {
  const { network, inputs } = recording;
  const steps = `(${inputs.length} of ${of} steps)`;
  const does = verdict.kind === 'passed' ? 'once broke it' : 'still breaks it';
  const head =
    inputs.length === 0
      ? `It breaks even without faults or calls ${steps}.`
      : `The smallest schedule found that ${does} ${steps}:`;
  const told = tellSchedule(recording, members);
  const left = told.length - SCHEDULE_LINES;
  return [
    `  ${head}`,
    ...(network === 'reliable' ? [] : scheduleLine('always', `the network is ${network}`, width)),
    ...(left > 0 ? scheduleLine('...', `${left} more before`, width) : []),
    ...told
      .slice(-SCHEDULE_LINES)
      .flatMap(({ atUs, words }) => scheduleLine(seconds(atUs), words, width)),
  ];
}

/** A line of a schedule. */
function scheduleLine(time: string, words: string, width: number): string[] {
  return fold(words, width - TIME - 4).map((part, at) =>
    at === 0 ? `  ${time.padStart(TIME)}  ${part}` : `${' '.repeat(TIME + 6)}${part}`,
  );
}

/** A failure as a student reads it. */
export function tellFailure(
  { scenario, seed, verdict, run, shrunk }: ExplainedFailure,
  width = USUAL_WIDTH,
): string[] {
  const title = colour.red(`FAIL  ${scenario.title}, seed ${seed}`);
  const head = [title, ...promiseLines(scenario, width), ''];
  if (run === null) {
    return [...head, ...indented(verdict, scenario, seed, width).map((line) => onScreen(line))];
  }
  return [...head, ...tellRun(run, { width }), ...doubtLines(shrunk, width)];
}

/** What a student has to know of a run for which the checks themselves may be to blame. */
function doubtLines(shrunk: Shrunk, width: number): string[] {
  if (shrunk.kind !== 'fails-correct-code') return [];
  const words =
    shrunk.in === 'scenario'
      ? 'The reference solution fails this seed too, so the fault may be in the test and not in your ' +
        'code. Please report it with the failure file.'
      : 'No smaller schedule is shown: with the same calls and faults at the same times, the reference ' +
        'solution takes a different course and fails too. So you see only the full run.';
  return ['', ...fold(words, width - 4).map((line) => `  ${line}`)];
}

/** What the scenario holds the student to, below its title. */
function promiseLines({ holdsTo }: Scenario, width: number): string[] {
  return fold(holdsTo, width - 6).map((line) => `      ${line}`);
}

/** A verdict, indented and broken into lines. */
export function indented(
  verdict: Verdict,
  scenario: Scenario,
  seed: number,
  width = USUAL_WIDTH,
): string[] {
  return tellVerdict(verdict, namesOf(scenario, seed)).flatMap((line) => {
    const indent = `  ${/^ */.exec(line)?.[0] ?? ''}`;
    return fold(line.trim(), width - indent.length).map((part, at) =>
      `${indent}${at === 0 ? '' : '  '}${part}`.trimEnd(),
    );
  });
}
