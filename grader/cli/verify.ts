import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { graderDigest } from '../batch/grader-digest.ts';
import { verifyClass, type Verified } from '../batch/verify-class.ts';
import { Compiler } from '../compile/compiler.ts';
import type { GradedClass } from '../grading/graded-class.ts';
import { readClass } from '../grading/read-class.ts';
import { findHandedIn } from '../intake/find-handed-in.ts';
import type { HandedIn } from '../intake/handed-in.ts';
import { nameGrader } from '../report/tell-comparison.ts';
import { tellVerified } from '../report/tell-verified.ts';
import { JSON_VERSION } from '../report/test-json.ts';
import { findLabs } from '../labs/find-labs.ts';
import { WorkerPool } from '../run/pool.ts';
import {
  ISOLATE_FLAG,
  isolateWords,
  readCount,
  readIsolation,
  readJobs,
  UsageError,
} from '../run/select.ts';
import { RecordedRuns } from '../store/recorded-runs.ts';
import { VERSION } from '../version.ts';
import { chooseSandbox, UNSANDBOXED_WORDS } from './choose-sandbox.ts';
import { EXIT } from './exit-codes.ts';
import { stopOnInterrupt } from './interrupt.ts';
import { readText } from '../read-text.ts';

interface VerifyOptions {
  readonly sample?: string;
  readonly jobs?: string;
  readonly isolate?: string;
  readonly otherGrader?: boolean;
  readonly unsandboxed?: boolean;
  readonly json?: boolean;
}

/** Adds `splitbrain verify <class.json> [submissions..]`: the recorded runs once more, on any machine. */
export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .description('make the runs of a graded class again: are verdicts and traces the same?')
    .argument('<class.json>', 'a file that `grade --reports` wrote')
    .argument(
      '[submissions...]',
      'what was graded, as `grade` takes it (default: where it was then)',
    )
    .option('--sample <n>', 'only this many runs of each submission')
    .option('--jobs <n>', 'processes at once (default: one per core)')
    .option(ISOLATE_FLAG, isolateWords('always'))
    .option('--unsandboxed', UNSANDBOXED_WORDS)
    .option('--other-grader', 'go on although another version made the grades')
    .option('--json', 'print one JSON object for programs to read')
    .action(async (file: string, paths: string[], options: VerifyOptions) => {
      process.exitCode = await verify(file, paths, options);
    });
}

async function verify(
  file: string,
  paths: readonly string[],
  options: VerifyOptions,
): Promise<number> {
  const graded = readClass(readText(file), file);
  const sample = options.sample === undefined ? null : readCount('--sample', options.sample, 1);
  const jobs = readJobs(options.jobs);
  const sandbox = chooseSandbox(options.unsandboxed === true);
  const isolation = { ...readIsolation(options.isolate, 'always'), sandbox };
  if (options.otherGrader !== true) mustBeSameGrader(graded, file);
  const labs = await findLabs();
  mustHaveLabs(graded, labs, file);
  const stop = stopOnInterrupt();
  const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-verify-'));
  // Of its own: what an earlier journal holds is what is in doubt.
  const recorded = new RecordedRuns(join(scratch, 'journal'));
  const runner = new WorkerPool(jobs);
  const compiler = new Compiler();
  const means = { compiler, runner, recorded, stop };
  const grading = { labs, isolation, audits: 0, limitMs: Infinity, ...means };
  const all: Verified[] = [];
  try {
    const handedIn = await findAgain(graded, paths, labs, join(scratch, 'code'));
    await verifyClass(graded, handedIn, grading, sample, (verified) => {
      all.push(verified);
      if (options.json !== true) for (const line of tellVerified(verified)) console.log(line);
    });
  } finally {
    runner.close();
    compiler.close();
    recorded.close();
    rmSync(scratch, { recursive: true, force: true });
  }
  return finish(graded, all, options.json === true);
}

function finish(graded: GradedClass, all: readonly Verified[], isJson: boolean): number {
  const total = graded.submissions.length;
  const same = all.filter(({ state }) => state === 'same').length;
  const passed = total > 0 && same === total;
  const interrupted = all.length < total;
  const json = { version: JSON_VERSION, passed, interrupted, submissions: all };
  if (isJson) console.log(JSON.stringify(json));
  else {
    const rest = interrupted ? ` ${total - all.length} were not looked at.` : '';
    console.log(`\n${same} of ${total} submissions are as they were graded.${rest}`);
  }
  if (passed) return EXIT.passed;
  return all.some(({ state }) => state === 'differs') ? EXIT.failed : EXIT.couldNotRun;
}

/** Other code may take another course with the same seed, and then a difference says nothing. */
function mustBeSameGrader({ made }: GradedClass, file: string): void {
  const own = { ...made, version: VERSION, grader: graderDigest() };
  if (made.grader === own.grader) return;
  throw new UsageError(
    `${file} was made by ${nameGrader(made)}, and this is ${nameGrader(own)}: the same seed may lead ` +
      'to another run. Verify with the version that made it, or give --other-grader to see what differs',
  );
}

function mustHaveLabs({ labs: plans }: GradedClass, labs: readonly Lab[], file: string): void {
  for (const plan of plans) {
    const lab = labs.find(({ id }) => id === plan.id);
    const known = lab?.scenarios.map(({ id }) => id) ?? [];
    const strange = plan.scenarios.find(({ id }) => !known.includes(id));
    if (lab !== undefined && strange === undefined) continue;
    const what = lab === undefined ? `lab ${plan.id}` : `scenario ${strange?.id} of ${plan.id}`;
    throw new UsageError(`${file} has the ${what}, which this version of splitbrain has not`);
  }
}

/** Finds the submissions of a class again: by their names in what is given, else where they were. */
async function findAgain(
  { submissions }: GradedClass,
  paths: readonly string[],
  labs: readonly Lab[],
  scratch: string,
): Promise<ReadonlyMap<string, HandedIn>> {
  if (paths.length > 0) {
    const handedIn = await findHandedIn(paths, labs, scratch);
    const [only, one] = [submissions[0], handedIn[0]];
    // A single one may have another name now.
    if (submissions.length === 1 && handedIn.length === 1 && only && one) {
      return new Map([[only.name, one]]);
    }
    return new Map(handedIn.map((each) => [each.name, each]));
  }
  const places = submissions.map(({ from }) => from);
  if (!places.some((each) => existsSync(each))) {
    throw new UsageError(
      `no submission is where it was graded (${places.slice(0, 3).join(', ')}); give the folder or the roster`,
    );
  }
  const handedIn = await findHandedIn(places, labs, scratch);
  const found = submissions.flatMap(({ name, from }): [string, HandedIn][] => {
    const one = handedIn.find((each) => each.from === from);
    return one === undefined ? [] : [[name, one]];
  });
  return new Map(found);
}
