import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readCourse } from '../grading/course.ts';
import { commitTo, HiddenSeeds, revealSeeds } from '../grading/hidden-seeds.ts';
import { makePlan } from '../grading/plan.ts';
import { findLabs } from '../labs/find-labs.ts';
import { UsageError } from '../run/select.ts';
import { EXIT } from './exit-codes.ts';
import { readText } from '../read-text.ts';
import { messageOf } from '../message-of.ts';

/** Twice the least that a secret may have. */
const SECRET_BYTES = 32;
/** Only for whoever owns it. */
const PRIVATE = 0o600;

interface SeedsOptions {
  readonly course: string;
  readonly secret: string;
}

/** Adds `splitbrain seeds secret`, `commit` and `reveal`. */
export function addSeedsCommand(program: Command): void {
  const seeds = program
    .command('seeds')
    .description(
      'hidden seeds of an assignment: commit to them before the deadline, reveal them after it',
    );
  seeds
    .command('secret')
    .description('make a new secret, from which hidden seeds are drawn')
    .argument('<file>', 'where to put it; keep it away from students and repositories')
    .action((file: string) => {
      makeSecret(file);
      process.exitCode = EXIT.passed;
    });
  addSeedsOf(
    seeds,
    'commit',
    'print what to publish before the deadline: the SHA-256 of what reveal prints',
    (text) => console.log(commitTo(text)),
  );
  addSeedsOf(
    seeds,
    'reveal',
    'print what to publish after the deadline: the seeds, as JSON',
    (text) => process.stdout.write(text),
  );
}

function addSeedsOf(
  seeds: Command,
  name: string,
  description: string,
  print: (revealed: string) => unknown,
): void {
  seeds
    .command(name)
    .description(description)
    .requiredOption('--course <file>', 'the course file that submissions will be graded with')
    .requiredOption('--secret <file>', 'the secret that they will be graded with')
    .action(async (options: SeedsOptions) => {
      print(await revealedBy(options));
      process.exitCode = EXIT.passed;
    });
}

async function revealedBy({ course: file, secret }: SeedsOptions): Promise<string> {
  const labs = await findLabs();
  const course = readCourse(readText(file), file, labs);
  if (course.parts === null) {
    throw new UsageError(
      `${file} has no parts; seeds can be committed to only when it is said what they are for`,
    );
  }
  const { assignment } = course;
  const hidden = new HiddenSeeds(readText(secret), assignment);
  return revealSeeds(hidden, assignment, makePlan(course, labs, hidden).labs);
}

function makeSecret(file: string): void {
  const text = `${randomBytes(SECRET_BYTES).toString('hex')}\n`;
  try {
    // An older secret may still be needed.
    writeFileSync(file, text, { mode: PRIVATE, flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new UsageError(
        `${file} is there already, and an older secret may still be needed; name another file`,
      );
    }
    throw new UsageError(`cannot write a new secret: ${messageOf(error)}`);
  }
  console.log(`Written: ${file}. Whoever has it knows the hidden seeds of every assignment.`);
}
