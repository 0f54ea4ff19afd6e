import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recording } from '../../harness/faults/recording.ts';
import type { RunResult } from '../../harness/scenario/run.ts';
import { NETWORKS } from '../../harness/vocabulary/network-preset.ts';
import type { SmallSchedule } from '../run/explain-failure.ts';
import { UsageError } from '../run/select.ts';
import { VERSION } from '../version.ts';
import { messageOf } from '../message-of.ts';
import { writeWhole } from './write-whole.ts';

/** Raised whenever an older failure file could no longer be replayed as it was. */
const FORMAT = 2;

/** All that it takes to repeat a failed run. */
export interface Failure {
  readonly lab: string;
  readonly scenario: string;
  readonly seed: number;
  /** Folder of the submission. */
  readonly submission: string;
  /** Digest of the submission that failed; a changed one may behave differently. */
  readonly digest: string;
  /** Labs whose files came from the reference solution. */
  readonly withReference: readonly string[];
  /** Empty for a run that took its process with it. */
  readonly traceHash: string;
  /** Version of the program that saved it. */
  readonly version: string;
  /** The smallest schedule found that breaks the same promise, when one was found. */
  readonly smallest?: SmallSchedule | undefined;
}

/** Writes a failure into `.splitbrain/failures` under `folder`; returns the file's path. */
export function saveFailure(
  folder: string,
  failure: Omit<Failure, 'traceHash' | 'version'>,
  result: Pick<RunResult, 'traceHash' | 'verdict'>,
): string {
  const failures = join(folder, '.splitbrain', 'failures');
  mkdirSync(failures, { recursive: true });
  const file = join(failures, `${failure.scenario}-${failure.seed}.json`);
  const { traceHash, verdict } = result;
  const text = JSON.stringify(
    { format: FORMAT, version: VERSION, ...failure, traceHash, verdict },
    null,
    2,
  );
  // Another test of this workspace may write the same file: whoever reads it finds one of the two, whole.
  writeWhole(file, `${text}\n`);
  return file;
}

/** Reads a failure file; throws `UsageError` when it is missing, damaged, or of another version. */
export function readFailure(file: string): Failure {
  const value = parse(file);
  if (value['format'] !== FORMAT) {
    const format = JSON.stringify(value['format']) ?? 'no';
    throw new UsageError(
      `${file} has ${format} format; this version reads format ${FORMAT}. Run the test again to save it anew`,
    );
  }
  const text = (key: string): string => {
    const member = value[key];
    if (typeof member === 'string') return member;
    throw new UsageError(`${file} is damaged: '${key}' must be a text; it is ${show(member)}`);
  };
  const { seed } = value;
  if (typeof seed !== 'number' || !Number.isSafeInteger(seed)) {
    throw new UsageError(`${file} is damaged: 'seed' must be a whole number; it is ${show(seed)}`);
  }
  return {
    lab: text('lab'),
    scenario: text('scenario'),
    seed,
    submission: text('submission'),
    digest: text('digest'),
    withReference: readNames(file, value['withReference']),
    traceHash: text('traceHash'),
    version: text('version'),
    smallest: readSmallest(file, value['smallest']),
  };
}

function readNames(file: string, value: unknown = []): readonly string[] {
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  throw new UsageError(`${file} is damaged: 'withReference' must be a list; it is ${show(value)}`);
}

function readSmallest(file: string, value: unknown): SmallSchedule | undefined {
  if (value === undefined) return undefined;
  if (
    isObject(value) &&
    typeof value['of'] === 'number' &&
    typeof value['traceHash'] === 'string'
  ) {
    const { recording, of, traceHash } = value;
    if (isRecording(recording)) return { recording, of, traceHash };
  }
  throw new UsageError(
    `${file} is damaged: 'smallest' must hold a recording, of and traceHash. Run the test again to save it anew`,
  );
}

function isRecording(value: unknown): value is Recording {
  if (!isObject(value) || typeof value['endUs'] !== 'number') return false;
  const { network, inputs } = value;
  if (typeof network !== 'string' || !Object.hasOwn(NETWORKS, network)) return false;
  return Array.isArray(inputs) && inputs.every((each) => isObject(each) && isObject(each['at']));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}

function parse(file: string): Record<string, unknown> {
  const value = parseJson(file, read(file));
  if (isObject(value)) return value;
  throw new UsageError(`${file} is no failure file: expected a JSON object`);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = messageOf(error);
    throw new UsageError(`cannot read the failure file: ${reason}`);
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = messageOf(error);
    throw new UsageError(`${file} is damaged: ${reason}. Run the test again to save it anew`);
  }
}
