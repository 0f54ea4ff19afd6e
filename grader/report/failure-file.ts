import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunResult } from '../../harness/scenario/run.ts';
import { UsageError } from '../run/select.ts';

/** Raised whenever an older failure file could no longer be replayed as it was. */
const FORMAT = 1;

/** All that it takes to repeat a failed run. */
export interface Failure {
  readonly lab: string;
  readonly scenario: string;
  readonly seed: number;
  /** Folder of the submission. */
  readonly submission: string;
  /** Digest of the submission that failed; a changed one may behave differently. */
  readonly digest: string;
  readonly traceHash: string;
}

/** Writes a failure into `.splitbrain/failures` under `folder`; gives the file's path. */
export function saveFailure(
  folder: string,
  failure: Omit<Failure, 'traceHash'>,
  result: RunResult,
): string {
  const failures = join(folder, '.splitbrain', 'failures');
  mkdirSync(failures, { recursive: true });
  const file = join(failures, `${failure.scenario}-${failure.seed}.json`);
  const { traceHash, verdict } = result;
  const text = JSON.stringify({ format: FORMAT, ...failure, traceHash, verdict }, null, 2);
  writeFileSync(file, `${text}\n`);
  return file;
}

/** Reads a failure file; throws `UsageError` when it is missing, damaged, or of another version. */
export function readFailure(file: string): Failure {
  const value = parse(file);
  if (value['format'] !== FORMAT) {
    throw new UsageError(
      `${file} has format ${JSON.stringify(value['format'])}; this version reads format ${FORMAT}: run the test again`,
    );
  }
  const text = (key: string): string => {
    const member = value[key];
    if (typeof member === 'string') return member;
    throw new UsageError(`${file} is damaged: ${key} must be a text, it is ${typeof member}`);
  };
  const { seed } = value;
  if (typeof seed !== 'number' || !Number.isSafeInteger(seed)) {
    throw new UsageError(`${file} is damaged: seed must be a whole number`);
  }
  return {
    lab: text('lab'),
    scenario: text('scenario'),
    seed,
    submission: text('submission'),
    digest: text('digest'),
    traceHash: text('traceHash'),
  };
}

function parse(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot read the failure file ${file}: ${reason}`);
  }
  throw new UsageError(`${file} is damaged: expected a JSON object`);
}
