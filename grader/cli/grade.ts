import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { Compiler } from '../compile/compiler.ts';
import { NO_COURSE, readCourse, type Course } from '../grading/course.ts';
import type { GradedClass } from '../grading/graded-class.ts';
import { HiddenSeeds } from '../grading/hidden-seeds.ts';
import { defaultLimitMs, makePlan } from '../grading/plan.ts';
import { findHandedIn } from '../intake/find-handed-in.ts';
import type { HandedIn } from '../intake/handed-in.ts';
import { labsIn } from '../intake/labs-in.ts';
import { colour } from '../report/colour.ts';
import { sandboxOf, type Sandbox } from '../realm/child/sandbox.ts';
import { FORMATS } from '../report/formats.ts';
import { isGraded } from '../report/grade.ts';
import { findLabs } from '../labs/find-labs.ts';
import {
  ISOLATE_FLAG,
  isolateWords,
  readCount,
  readIsolation,
  readLabs,
  select,
  UsageError,
} from '../run/select.ts';
import { isInShare, shareName } from '../shard/shard.ts';
import { demandDolos, findSimilar } from '../similar/find-similar.ts';
import { RecordedRuns } from '../store/recorded-runs.ts';
import { chooseSandbox, demandSandbox, UNSANDBOXED_WORDS } from './choose-sandbox.ts';
import { goOnWithoutReader } from './closed-output.ts';
import { EXIT } from './exit-codes.ts';
import { readText } from '../read-text.ts';
import { tellBegin, tellDoubts, warn } from './tell-grading.ts';
import { makeFolder, write, writeReports } from './write-reports.ts';
import { finishShard, shareOf } from './grade-shard.ts';
import { gradeOnScreen } from './grade-on-screen.ts';
import { stopOnInterrupt } from './interrupt.ts';
import { placeOfRuns } from './place-of-runs.ts';
import { messageOf } from '../message-of.ts';

/** Which reports are asked for. */
export interface ReportOptions {
  readonly json?: boolean;
  readonly out?: string;
  readonly csv?: string;
  readonly idColumn?: string;
  readonly reports?: string;
}

interface GradeOptions extends ReportOptions {
  readonly lab?: string;
  readonly course?: string;
  readonly secret?: string;
  readonly withReference?: string;
  readonly seeds?: string;
  readonly limit?: string;
  readonly journal?: string;
  readonly jobs?: string;
  readonly queue?: string;
  readonly shard?: string;
  readonly isolate?: string;
  readonly unsandboxed?: boolean;
  readonly similar?: boolean;
  readonly audit?: string;
}

/** Adds `splitbrain grade <submissions..>`. */
export function addGradeCommand(program: Command): void {
  program
    .command('grade')
    .description('grade submissions: points by part, and what broke first')
    .argument(
      '<submissions...>',
      'folders, zip, tar or tar.gz files, folders of these, or a roster (.csv: name,path,submitted)',
    )
    .option('--lab <lab>', 'this one lab only (default: every lab that a submission has)')
    .option('--course <file>', 'how to grade: parts, points, lateness, seeds (.yaml or .json)')
    .option('--secret <file>', "draw hidden seeds from this secret (see 'splitbrain seeds')")
    .option(
      '--with-reference <labs>',
      "earlier labs to take from the reference, such as 'raft,kvraft'",
    )
    .option('--seeds <n>', 'run this many seeds of each scenario')
    .option('--limit <s>', 'seconds of processor time for one submission; what is finished counts')
    .option(
      '--journal <folder>',
      'where finished runs are kept, so that the same command goes on after any end (default: in .splitbrain/grading)',
    )
    .option('--jobs <n>', 'processes at once (default: one per core)')
    .option('--queue <url>', "let workers on other machines run them (see 'splitbrain worker')")
    .option('--shard <i/n>', "grade the i-th of n parts of the class (see 'splitbrain merge')")
    .option(ISOLATE_FLAG, isolateWords('always'))
    .option('--unsandboxed', UNSANDBOXED_WORDS)
    .option(
      '--audit <n>',
      'make this many runs of each submission again, with a process for each server',
    )
    .option('--json', 'print one JSON object for programs to read')
    .option('--out <file>', 'write the JSON object to a file, beside the table')
    .option('--csv <file>', 'write the grades as comma-separated values')
    .option('--id-column <name>', 'what the gradebook calls the column of names')
    .option(
      '--reports <folder>',
      'write every report: class.html, class.json, grades.csv, junit.xml, class.sarif, students/*.md, gradescope/*.json',
    )
    .option('--similar', 'flag similar code in the reports (needs Dolos, see docs/grading.md)')
    .action(async (paths: string[], options: GradeOptions) => {
      process.exitCode = await grade(paths, options);
    });
}

async function grade(paths: readonly string[], options: GradeOptions): Promise<number> {
  const all = await findLabs();
  const named = options.lab === undefined ? all : [select(all, options.lab, undefined).lab];
  const course = courseOf(options, named);
  const hidden = hiddenSeeds(options, course);
  const share = shareOf(options);
  const place = await placeOfRuns(options);
  const sandbox = sandboxFor(course, options);
  const isolation = { ...readIsolation(options.isolate, 'always'), sandbox };
  const audits = options.audit === undefined ? 0 : readCount('--audit', options.audit, 0);
  const limitSeconds = readLimit(options.limit) ?? course.limitSeconds;
  const isQuiet = options.json === true;
  goOnWithoutReader();
  const stop = stopOnInterrupt();
  // Before hours of work, not after them.
  if (options.similar === true) demandSimilar(options);
  for (const file of [options.out, options.csv]) if (file !== undefined) write(file, '');
  const journal = join(
    resolve(options.journal ?? journalOf(paths)),
    share === null ? '' : shareName(share),
  );
  const scratch = join(journal, 'code');
  makeFolder(journal);
  const recorded = new RecordedRuns(journal);
  rmSync(scratch, { recursive: true, force: true });
  const leftOut: string[] = [];
  const handedIn = await findHandedIn(paths, named, scratch, (path) => void leftOut.push(path));
  tellDoubts(leftOut, handedIn, course);
  const plan = makePlan(course, labsToGrade(options, course, handedIn, named), hidden);
  const limitMs = limitSeconds === null ? defaultLimitMs(plan) : limitSeconds * 1_000;
  if (!isQuiet) tellBegin(recorded, limitMs, sandbox);
  const { runner, atOnce, alarms } = await place.open(sandbox);
  const compiler = new Compiler();
  // Whoever merges shards may want reports.
  const isExplained = options.reports !== undefined || share !== null;
  const how = { isolation, audits, limitMs, isExplained };
  const grading = { plan, labs: all, ...how, compiler, runner, recorded, stop, atOnce };
  try {
    const own = handedIn.filter((_, at) => share === null || isInShare(at, share));
    const graded = await gradeOnScreen(own, grading, isQuiet);
    const similar = options.similar === true && !stop.stopped ? similarIn(handedIn) : {};
    const code =
      share === null
        ? finish({ ...graded, ...similar }, options)
        : finishShard(share, handedIn, graded, options.out);
    return alarms.length > 0 ? EXIT.couldNotRun : code;
  } finally {
    runner.close();
    compiler.close();
    recorded.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What confines submissions here, or at the workers of a queue no less than which. */
function sandboxFor({ sandbox: demanded }: Course, options: GradeOptions): Sandbox | null {
  const isUnwanted = options.unsandboxed === true;
  if (demanded === undefined) return chooseSandbox(isUnwanted);
  if (!isUnwanted && options.queue !== undefined) return sandboxOf(demanded);
  return demandSandbox(demanded, chooseSandbox(isUnwanted));
}

/** The grades stand whatever becomes of this. */
function similarIn(handedIn: readonly HandedIn[]): Pick<GradedClass, 'similar'> {
  console.error('Looking for similar code.');
  try {
    return { similar: findSimilar(handedIn) };
  } catch (error) {
    const reason = messageOf(error);
    warn(`Similar code was not looked for to the end: ${reason}`);
    return {};
  }
}

/** Prints and writes what came of it; returns the exit code. */
export function finish(graded: GradedClass, options: ReportOptions): number {
  const { submissions, unfinished } = graded;
  const isQuiet = options.json === true;
  const isFinished = unfinished.length === 0;
  const json = FORMATS.json.text(graded);
  if (isQuiet) process.stdout.write(json);
  if (options.out !== undefined) write(options.out, json);
  if (options.csv !== undefined) write(options.csv, FORMATS.csv.text(graded, options));
  const older = options.reports === undefined ? [] : writeReports(options.reports, graded, options);
  if (older.length > 0) {
    console.error(
      colour.yellow(`Reports of an earlier class are still there: ${older.join(', ')}`),
    );
  }
  const written = [options.out, options.csv, options.reports].filter((file) => file !== undefined);
  if (!isQuiet && written.length > 0) console.log(`\nWritten: ${written.join(', ')}`);
  if (!isQuiet && !isFinished) {
    const total = submissions.length + unfinished.length;
    console.log(
      `\nInterrupted: ${submissions.length} of ${total} submissions are graded. The same command goes on from here.`,
    );
  }
  if (isFinished && submissions.every((each) => each.passed)) return EXIT.passed;
  return isFinished && submissions.every(isGraded) ? EXIT.failed : EXIT.couldNotRun;
}

function demandSimilar({ reports, shard }: GradeOptions): void {
  if (shard !== undefined) {
    throw new UsageError('--similar compares the whole class, so it cannot be given with --shard');
  }
  if (reports === undefined) {
    throw new UsageError(
      '--similar needs --reports <folder>: the pairs are told in its class.html',
    );
  }
  demandDolos();
}

function courseOf(options: GradeOptions, labs: readonly Lab[]): Course {
  const withReference = readLabs(labs, options.withReference);
  const seeds = options.seeds === undefined ? null : readCount('--seeds', options.seeds, 1);
  if (options.course === undefined) return { ...NO_COURSE, withReference, seeds };
  const course = readCourse(readText(options.course), options.course, labs);
  const given = [
    ...(options.withReference === undefined ? [] : ['--with-reference']),
    ...(options.seeds === undefined ? [] : ['--seeds']),
  ];
  if (given.length === 0) return course;
  throw new UsageError(
    `${given.join(' and ')} cannot be given with --course: write it into ${options.course}`,
  );
}

function hiddenSeeds({ secret }: GradeOptions, course: Course): HiddenSeeds | null {
  if (secret === undefined) return null;
  if (course.parts === null) {
    throw new UsageError(
      '--secret needs a --course with its parts, so that the seeds can be committed to',
    );
  }
  return new HiddenSeeds(readText(secret), course.assignment);
}

/** What the course says; otherwise every lab of which somebody handed in a file. */
function labsToGrade(
  { lab }: GradeOptions,
  { parts }: Course,
  handedIn: readonly HandedIn[],
  labs: readonly Lab[],
): readonly Lab[] {
  if (lab !== undefined || parts !== null) return labs;
  const folders = handedIn.flatMap(({ content }) =>
    content.kind === 'folder' ? [content.folder] : [],
  );
  return labsIn(folders, labs);
}

const LIMIT_SECONDS_MIN = 1;

function readLimit(text: string | undefined): number | null {
  return text === undefined ? null : readCount('--limit', text, LIMIT_SECONDS_MIN);
}

/** Where the journal of these submissions is: the same command finds it again. */
function journalOf(paths: readonly string[]): string {
  const all = paths.map((path) => resolve(path));
  const digest = createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 8);
  const name = basename(all[0] ?? '').replaceAll(/[^\w.-]/g, '_');
  return join('.splitbrain', 'grading', `${name}-${digest}`);
}
