import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { RunResult } from '../../harness/scenario/run.ts';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import { compileSubmission, type CompiledSubmission } from '../compile/compile.ts';
import { colour } from '../report/colour.ts';
import { indented, tellRun, type StoryLimits } from '../report/tell-failure.ts';
import { JSON_VERSION } from '../report/test-json.ts';
import { traceRun, type SmallSchedule, type TracedRun } from '../run/explain-failure.ts';
import { findLabs } from '../labs/find-labs.ts';
import { select, UsageError } from '../run/select.ts';
import { testSubmission } from '../run/test-submission.ts';
import { readFailure, type Failure } from '../store/failure-file.ts';
import { TraceFile } from '../store/trace-file.ts';
import { VERSION } from '../version.ts';
import { EXIT } from './exit-codes.ts';
import { checkCall, readStoryOptions, type StoryOptions } from './story-options.ts';

interface ReplayOptions extends StoryOptions {
  readonly submission?: string;
  readonly smallest?: boolean;
  readonly trace?: string;
  readonly json?: boolean;
}

/** Adds `splitbrain replay <failure>`: the same run again, byte for byte. */
export function addReplayCommand(program: Command): void {
  program
    .command('replay')
    .description('repeat a failed run exactly, and tell its story')
    .argument('<failure>', 'a file under .splitbrain/failures')
    .option('--submission <folder>', 'run the code in this folder instead')
    .option('--smallest', 'play the smallest schedule found that breaks the same promise')
    .option('--until <seconds>', 'stop the story at this virtual time')
    .option('--lines <n>', 'lines of the story (default: 40; all with --log and with filters)')
    .option('--log', 'tell the whole run, with every line that servers log')
    .option('--server <names>', "only what these do, such as '1' or 'clerk-2,server 0'")
    .option('--from <seconds>', 'only what happens from this virtual time on')
    .option('--to <seconds>', 'only what happens up to this virtual time')
    .option('--call <method>', "only steps for a call of this method, such as 'requestVote'")
    .option('--grep <text>', 'only lines with this text in them')
    .option('--trace <file>', 'write the whole run into this file: see docs/trace.md')
    .option('--json', 'print one JSON object for programs to read')
    .action(async (file: string, options: ReplayOptions) => {
      process.exitCode = await replay(file, options);
    });
}

async function replay(file: string, options: ReplayOptions): Promise<number> {
  const failure = readFailure(file);
  const { lab, scenarios } = select(await findLabs(), failure.lab, failure.scenario);
  const [scenario] = scenarios;
  if (scenario === undefined) throw new UsageError(`${file} names no scenario of this version`);
  const story = readStory(options, failure, file, scenario);
  const folder = resolve(options.submission ?? failure.submission);
  const submission = await compileSubmission(folder, lab, failure.withReference);
  const { result, text } = await repeat(lab, scenario, submission, failure, story);
  const same = result.traceHash === (story.smallest ?? failure).traceHash;
  const sameCode = submission.digest === failure.digest;
  const passed = result.verdict.kind === 'passed';
  if (options.json === true) {
    const { traceHash, verdict } = result;
    console.log(
      JSON.stringify({ version: JSON_VERSION, passed, same, sameCode, traceHash, verdict }),
    );
  } else {
    const sign = passed ? colour.green('ok  ') : colour.red('FAIL');
    console.log(`${sign}  ${scenario.title}, seed ${failure.seed}\n`);
    console.log(`${text.join('\n')}\n`);
    if (options.trace !== undefined) console.log(`The whole run is in ${options.trace}.`);
    const what = story.smallest === undefined ? 'The same run' : 'The same run of this schedule';
    console.log(compare(failure, { what, same, sameCode, passed, traceHash: result.traceHash }));
  }
  return passed ? EXIT.passed : EXIT.failed;
}

/** What to replay, and how much of it to tell. */
interface Story extends StoryLimits {
  readonly smallest: SmallSchedule | undefined;
  /** The file that all of it is written into. */
  readonly trace: string | undefined;
}

function readStory(
  options: ReplayOptions,
  failure: Failure,
  file: string,
  scenario: Scenario,
): Story {
  const smallest = options.smallest === true ? failure.smallest : undefined;
  if (options.smallest === true && smallest === undefined) {
    throw new UsageError(`${file} holds no smaller schedule; leave --smallest out to replay it`);
  }
  if (options.trace !== undefined && failure.traceHash === '') {
    throw new UsageError(`${file} is of a run that ended its process, which has no trace`);
  }
  const { trace } = options;
  return { ...readStoryOptions(options, scenario, failure.seed), smallest, trace };
}

/** Runs it in this process; a run that took its process with it goes into a worker of its own again. */
async function repeat(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  failure: Failure,
  story: Story,
): Promise<{ result: RunResult; text: string[] }> {
  if (failure.traceHash !== '') {
    const run = await traced(lab, scenario, submission, failure.seed, story);
    checkCall(story.filter, run.events);
    return { result: run.result, text: tellRun(run, story) };
  }
  const report = await testSubmission({ lab, scenarios: [scenario] }, submission, {
    seedsOf: () => [failure.seed],
    jobs: 1,
    stop: { stopped: false },
  });
  const result = report.scenarios[0]?.runs[0]?.result;
  if (result === undefined) throw new Error(`the run of ${scenario.id} returned no result`);
  return { result, text: indented(result.verdict, scenario, failure.seed) };
}

async function traced(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  seed: number,
  story: Story,
): Promise<TracedRun> {
  const { trace } = story;
  if (trace === undefined) return traceRun(lab, scenario, submission, seed, story);
  const isSmallest = story.smallest !== undefined;
  const file = new TraceFile(trace, { lab, scenario, seed, isSmallest });
  try {
    const write = (): ((event: TraceEvent) => void) => file.begin();
    const run = await traceRun(lab, scenario, submission, seed, { ...story, write });
    file.end(run.result);
    return run;
  } finally {
    file.close();
  }
}

interface Comparison {
  readonly what: string;
  readonly same: boolean;
  readonly sameCode: boolean;
  readonly passed: boolean;
  readonly traceHash: string;
}

function compare(failure: Failure, comparison: Comparison): string {
  const { what, same, sameCode, passed, traceHash } = comparison;
  if (same && traceHash === '') return 'It ended as before; a run that ends this way has no trace.';
  if (same) return `${what} as before, byte for byte: trace ${traceHash}.`;
  if (!sameCode) {
    const end = passed ? 'it passes now' : 'it still fails';
    return `The code has changed since this failure was saved, and ${end}. The run is a different one: trace ${traceHash}.`;
  }
  if (failure.version !== VERSION) {
    return `Saved by splitbrain ${failure.version}, but this is ${VERSION}, so the same seed may lead to a different run. Trace ${traceHash}.`;
  }
  return (
    'The code is the same, but this is a different run: it depends on something outside\n' +
    'the simulation, or an earlier run was disturbed. Please report it with the failure file.'
  );
}
