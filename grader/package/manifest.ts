import { createHash } from 'node:crypto';
import { graderDigest } from '../batch/grader-digest.ts';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { readCourse } from '../grading/course.ts';
import type { SeedSource } from '../grading/graded-class.ts';
import { HiddenSeeds } from '../grading/hidden-seeds.ts';
import { defaultLimitMs, makePlan } from '../grading/plan.ts';
import { UsageError } from '../run/select.ts';
import { VERSION } from '../version.ts';

/** What a package was made of: what it takes to find out that it is out of date. */
export interface Manifest {
  readonly version: string;
  /** Digest of the grader's code, as every grade has it. */
  readonly grader: string;
  /** SHA-256 of the course file. */
  readonly course: string;
  readonly seeds: SeedSource;
  /** Minutes after which the platform ends a submission. */
  readonly minutes: number;
  /** Work of all processes on one submission. */
  readonly limitSeconds: number;
  readonly gradeOptions: string;
}

/** What a package is made of: files as texts, and the rest as it was asked for. */
export interface PackageRequest {
  readonly course: string;
  /** Name of the course file, for messages. */
  readonly courseFile: string;
  readonly secret: string | null;
  readonly minutes: number;
  readonly gradeOptions: string;
}

/** Left of the platform's time to write down what is finished, and for a slow start. */
const RESERVE_SECONDS = 60;

/** Throws `UsageError` for a course file that cannot be graded with. */
export function makeManifest(
  { course: text, courseFile, secret, minutes, gradeOptions }: PackageRequest,
  labs: readonly Lab[],
): Manifest {
  const course = readCourse(text, courseFile, labs);
  if (course.parts === null) {
    throw new UsageError(
      `${courseFile} has no parts, so that nobody could say what a submission is graded for; add parts: [3A, 3B]`,
    );
  }
  const hidden = secret === null ? null : new HiddenSeeds(secret, course.assignment);
  const plan = makePlan(course, labs, hidden);
  return {
    version: VERSION,
    grader: graderDigest(),
    course: createHash('sha256').update(text).digest('hex'),
    seeds: plan.seeds,
    minutes,
    limitSeconds: course.limitSeconds ?? defaultLimitMs(plan) / 1_000,
    gradeOptions,
  };
}

/** Seconds in which grading has to be over. */
export function wallSecondsOf({ minutes }: Manifest): number {
  return minutes * 60 - RESERVE_SECONDS;
}

/** What the scripts read; whoever tries them may set others before. */
export function settingsOf(manifest: Manifest): string {
  const { limitSeconds, gradeOptions } = manifest;
  return (
    `: "\${WALL_SECONDS:=${wallSecondsOf(manifest)}}"\n` +
    `: "\${LIMIT_SECONDS:=${Math.ceil(limitSeconds)}}"\n` +
    `GRADE_OPTIONS='${gradeOptions}'\n`
  );
}

/** What is not as it would be in a package that is made now, in words; empty for one that is up to date. */
export function staleParts(old: Manifest, now: Manifest): string[] {
  const words: Readonly<Record<keyof Manifest, string>> = {
    version: 'the version of splitbrain',
    grader: "the grader's code",
    course: 'the course file',
    seeds: 'the seeds',
    minutes: 'the time that there is',
    limitSeconds: 'the limit of processor time',
    gradeOptions: 'the options of grade',
  };
  return (Object.keys(words) as (keyof Manifest)[])
    .filter((key) => JSON.stringify(old[key]) !== JSON.stringify(now[key]))
    .map((key) => `${words[key]} changed: ${show(old[key])} is packed, ${show(now[key])} is here`);
}

function show(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 12) : JSON.stringify(value);
}
