import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { GradedClass } from '../grading/graded-class.ts';
import type { HandedIn } from '../intake/handed-in.ts';
import { UsageError } from '../run/select.ts';

/** Which part of a class is graded: the `index`th of `of`, from 1. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/** What one of several graders made that share a class, with what it takes to put the shares together. */
export interface Shard extends Share {
  readonly kind: typeof SHARD_KIND;
  /** Every submission of the class, in its order; this grader has seen all, and graded its share. */
  readonly handedIn: readonly Fingerprint[];
  /** With the submissions of the share alone. */
  readonly graded: GradedClass;
}

/** A submission as it was handed in. */
export interface Fingerprint {
  readonly name: string;
  readonly submittedAt: string | null;
  /** SHA-256 of its source files, or of the reason why there are none. */
  readonly digest: string;
}

export const SHARD_KIND = 'splitbrain shard 1';

/** More than the submissions of any class: each would grade nothing. */
const SHARDS_MAX = 10_000;

/** Reads what follows `--shard`, such as '3/8'. */
export function readShare(text: string): Share {
  const [index, of] = (/^(\d+)\/(\d+)$/.exec(text)?.slice(1) ?? []).map(Number);
  const isShare = index !== undefined && of !== undefined;
  if (isShare && index >= 1 && index <= of && of <= SHARDS_MAX) return { index, of };
  throw new UsageError(
    `--shard takes its number and how many there are, such as 3/8, up to ${SHARDS_MAX}; got '${text}'`,
  );
}

export function tellShare({ index, of }: Share): string {
  return `${index}/${of}`;
}

/** A name for a file or a folder of a share. */
export function shareName({ index, of }: Share): string {
  return `shard-${index}-of-${of}`;
}

/** Whether the submission at that place of a class, from 0, belongs to a share. */
export function isInShare(place: number, { index, of }: Share): boolean {
  return place % of === index - 1;
}

export function fingerprintOf({ name, submittedAt, content }: HandedIn): Fingerprint {
  const hash = createHash('sha256');
  if (content.kind === 'unusable') hash.update(`unusable\n${content.reason}`);
  else {
    for (const file of filesIn(content.folder)) {
      hash.update(`${file.split(sep).join('/')}\n`);
      hash.update(
        createHash('sha256')
          .update(readFileSync(join(content.folder, file)))
          .digest(),
      );
    }
  }
  return { name, submittedAt, digest: hash.digest('hex') };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .toSorted();
}
