import type { GradedClass } from '../grading/graded-class.ts';
import { UsageError } from '../run/select.ts';
import { isInShare, SHARD_KIND, tellShare, type Shard } from './shard.ts';

/** A shard and the file that it was read from. */
export interface ShardFile {
  readonly file: string;
  readonly shard: Shard;
}

/** Reads a shard. Throws `UsageError` when the text is none. */
export function readShard(text: string, file: string): ShardFile {
  let shard: Partial<Shard> | null = null;
  try {
    shard = JSON.parse(text) as Partial<Shard> | null;
  } catch {
    // Cut off while it was written or copied, or something else altogether.
  }
  if (shard?.kind === SHARD_KIND) return { file, shard: shard as Shard };
  throw new UsageError(`${file} is no whole shard of this version: 'grade --shard' writes one`);
}

/**
 * The class that its shards make up, as one grader would have made it. Throws `UsageError` when one is missing,
 * is there twice, is not finished or is of something else.
 */
export function mergeShards(files: readonly ShardFile[]): GradedClass {
  const sorted = files.toSorted((a, b) => a.shard.index - b.shard.index);
  const [first] = sorted;
  if (first === undefined) throw new UsageError('there is no shard to merge');
  for (const each of sorted) demandSameClass(first, each);
  demandEachOnce(sorted, first.shard.of);
  demandFinished(sorted);
  const { graded, handedIn } = first.shard;
  const rest = sorted.map(({ shard }) => [...shard.graded.submissions]);
  const submissions = handedIn.flatMap((_, place) => {
    const at = sorted.findIndex(({ shard }) => isInShare(place, shard));
    return rest[at]?.shift() ?? [];
  });
  return { ...graded, submissions };
}

function demandSameClass(one: ShardFile, other: ShardFile): void {
  const differs = (what: string): never => {
    throw new UsageError(
      `${one.file} and ${other.file} are not of the same class: ${what}. Grade both shards again with ` +
        'the same command but for its --shard',
    );
  };
  const [a, b] = [one.shard, other.shard];
  if (a.of !== b.of) differs(`one is shard ${tellShare(a)}, and the other ${tellShare(b)}`);
  const [madeA, madeB] = [a.graded.made, b.graded.made].map((made) => ({
    ...made,
    node: made.node.split('.')[0],
  }));
  if (!isSame(madeA, madeB)) {
    differs(`they were made by ${JSON.stringify(madeA)} and ${JSON.stringify(madeB)}`);
  }
  for (const part of ['format', 'course', 'seeds', 'labs'] as const) {
    if (!isSame(a.graded[part], b.graded[part])) differs(`their ${part} differ`);
  }
  const place = Array.from({ length: Math.max(a.handedIn.length, b.handedIn.length) }).findIndex(
    (_, at) => !isSame(a.handedIn[at], b.handedIn[at]),
  );
  if (place < 0) return;
  const [nameA, nameB] = [a.handedIn[place]?.name, b.handedIn[place]?.name];
  if (nameA === nameB) differs(`they were handed in different files, or times, by ${nameA}`);
  differs(
    `the submission at place ${place + 1} is ${nameA ?? 'none'} in one, ${nameB ?? 'none'} in the other`,
  );
}

function demandEachOnce(files: readonly ShardFile[], of: number): void {
  const mistakes: string[] = [];
  for (let index = 1; index <= of; index++) {
    const found = files.filter(({ shard }) => shard.index === index);
    if (found.length === 1) continue;
    const where = found.length === 0 ? 'is missing' : `is there ${found.length} times`;
    const names = found.map(({ file }) => file).join(', ');
    mistakes.push(`shard ${index}/${of} ${where}${names === '' ? '' : `: ${names}`}`);
  }
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
}

function demandFinished(files: readonly ShardFile[]): void {
  const mistakes = files.flatMap(({ file, shard }) => {
    const { unfinished } = shard.graded;
    if (unfinished.length === 0) return [];
    return `shard ${tellShare(shard)} in ${file} is not finished: ${unfinished.join(', ')}`;
  });
  if (mistakes.length === 0) return;
  throw new UsageError(`${mistakes.join('\n')}\nThe same command goes on from there.`);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
