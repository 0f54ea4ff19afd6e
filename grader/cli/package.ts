import type { Command } from 'commander';
import { writeAutolab, writeFiles } from '../package/autolab.ts';
import { gradescopeFiles, MANIFEST } from '../package/gradescope.ts';
import { githubFiles } from '../package/github.ts';
import {
  makeManifest,
  staleParts,
  type Manifest,
  type PackageRequest,
} from '../package/manifest.ts';
import { readFromZip, writeZip } from '../package/zip.ts';
import { nameGrader } from '../report/tell-comparison.ts';
import { findLabs } from '../labs/find-labs.ts';
import { readCount, UsageError } from '../run/select.ts';
import { UNSANDBOXED_WORDS } from './choose-sandbox.ts';
import { EXIT } from './exit-codes.ts';
import { readText } from '../read-text.ts';
import { messageOf } from '../message-of.ts';

interface PackageOptions {
  readonly course: string;
  readonly minutes: string;
  readonly secret?: string;
  readonly out: string;
  readonly check?: boolean;
  readonly grader?: string;
  readonly unsandboxed?: boolean;
}

/** Adds `splitbrain package gradescope`, `github` and `autolab`. */
export function addPackageCommand(program: Command): void {
  const all = program
    .command('package')
    .description('make what a course platform needs to grade submissions by itself');
  packageFor(all, 'gradescope', 'the zip file of an autograder', 'autograder.zip', '10')
    .option('--secret <file>', 'pack this secret, from which hidden seeds are drawn')
    .option('--check', 'say whether the zip is up to date, and write nothing')
    .action(async (options: PackageOptions) => {
      process.exitCode = await forGradescope(options);
    });
  packageFor(all, 'github', 'the workflow of a template repository', '.', '30')
    .requiredOption('--grader <source>', 'where the grader is, as owner/repository@ref')
    .action(async (options: PackageOptions) => {
      const { request, manifest } = await prepare(options);
      const files = githubFiles(request, manifest, options.grader ?? '');
      attempt(options.out, () => writeFiles(options.out, files));
      tellWritten(files.map(({ name }) => name).join(', '), manifest);
    });
  packageFor(all, 'autolab', 'autograde.tar and autograde-Makefile', 'autolab', '10')
    .option('--secret <file>', 'pack this secret, from which hidden seeds are drawn')
    .action(async (options: PackageOptions) => {
      const { request, manifest } = await prepare(options);
      attempt(options.out, () => writeAutolab(options.out, request, manifest));
      tellWritten(`${options.out}/autograde.tar and autograde-Makefile`, manifest);
    });
}

function packageFor(
  all: Command,
  name: string,
  what: string,
  out: string,
  minutes: string,
): Command {
  return all
    .command(name)
    .description(what)
    .requiredOption('--course <file>', 'the course file to grade with')
    .option('--unsandboxed', UNSANDBOXED_WORDS)
    .option('--minutes <n>', 'after how many minutes the platform ends a submission', minutes)
    .option('--out <path>', 'where to write it', out);
}

async function prepare(
  options: PackageOptions,
): Promise<{ request: PackageRequest; manifest: Manifest }> {
  const request = {
    course: readText(options.course),
    courseFile: options.course,
    secret: options.secret === undefined ? null : readText(options.secret),
    // A minute of it is kept for writing down what is finished.
    minutes: readCount('--minutes', options.minutes, 2),
    gradeOptions: options.unsandboxed === true ? '--unsandboxed' : '',
  };
  return { request, manifest: makeManifest(request, await findLabs()) };
}

async function forGradescope(options: PackageOptions): Promise<number> {
  const { out } = options;
  const { request, manifest } = await prepare(options);
  if (options.check === true) return check(out, manifest);
  try {
    await writeZip(out, gradescopeFiles(request, manifest));
  } catch (error) {
    cannotWrite(out, error);
  }
  tellWritten(out, manifest);
  return EXIT.passed;
}

async function check(file: string, now: Manifest): Promise<number> {
  const stale = staleParts(await readManifest(file), now);
  for (const line of stale) console.log(line);
  console.log(
    stale.length === 0
      ? `${file} is up to date: ${nameGrader(now)}.`
      : `${file} is out of date; make it again and upload it.`,
  );
  return stale.length === 0 ? EXIT.passed : EXIT.failed;
}

async function readManifest(file: string): Promise<Manifest> {
  let text: string | null;
  try {
    text = await readFromZip(file, MANIFEST);
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${messageOf(error)}`);
  }
  if (text !== null) return JSON.parse(text) as Manifest;
  throw new UsageError(`${file} is no package of splitbrain: it holds no ${MANIFEST}`);
}

function attempt(out: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    cannotWrite(out, error);
  }
}

function cannotWrite(out: string, error: unknown): never {
  throw new UsageError(`cannot write ${out}: ${messageOf(error)}`);
}

function tellWritten(what: string, manifest: Manifest): void {
  const { seeds, limitSeconds } = manifest;
  const which =
    seeds.kind === 'hidden'
      ? `hidden seeds ${seeds.commitment.slice(0, 12)}`
      : 'the seeds 1 to n, which students can run too';
  console.log(
    `Written: ${what}. It grades with ${nameGrader(manifest)}, ${which}, and at most ` +
      `${Math.ceil(limitSeconds)} s of processor time for a submission.`,
  );
}
