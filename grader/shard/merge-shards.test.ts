import { expect, test } from 'vitest';
import { CLASS } from '../report/graded-class.fixture.ts';
import { mergeShards, readShard, type ShardFile } from './merge-shards.ts';
import { isInShare, readShare, SHARD_KIND, type Shard } from './shard.ts';

const WHOLE = { ...CLASS, unfinished: [] };
const HANDED_IN = WHOLE.submissions.map(({ name, submittedAt }) => {
  return { name, submittedAt, digest: `of ${name}` };
});

function shardOf(index: number, of: number, change: Partial<Shard> = {}): ShardFile {
  const share = { index, of };
  const submissions = WHOLE.submissions.filter((_, at) => isInShare(at, share));
  const graded = { ...WHOLE, submissions };
  const shard = { kind: SHARD_KIND, ...share, handedIn: HANDED_IN, graded, ...change } as Shard;
  return readShard(JSON.stringify(shard), `${index}.json`);
}

const shards = (of: number): ShardFile[] =>
  Array.from({ length: of }, (_, at) => shardOf(at + 1, of));

test('any number of shards, in any order, is the class that one grader makes', () => {
  expect(WHOLE.submissions.length).toBeGreaterThan(3);
  for (const of of [1, 2, 3, WHOLE.submissions.length + 2]) {
    expect(JSON.stringify(mergeShards(shards(of).toReversed()))).toBe(JSON.stringify(WHOLE));
  }
});

test('shards that are missing or there twice are named', () => {
  const [one, two] = shards(4);
  expect(() => mergeShards([one, two, two].flatMap((each) => each ?? []))).toThrow(
    'shard 2/4 is there 2 times: 2.json, 2.json\nshard 3/4 is missing\nshard 4/4 is missing',
  );
});

test.each([
  ['another number of shards', shardOf(2, 3), 'one is shard 1/2, and the other 2/3'],
  [
    'another grader',
    shardOf(2, 2, { graded: { ...WHOLE, made: { ...WHOLE.made, grader: 'another' } } }),
    '"grader":"another"',
  ],
  [
    'another course',
    shardOf(2, 2, { graded: { ...WHOLE, course: { ...WHOLE.course, assignment: 'lab 9' } } }),
    'their course differ',
  ],
  [
    'other files',
    shardOf(2, 2, {
      handedIn: HANDED_IN.map((each, at) => (at === 1 ? { ...each, digest: 'other' } : each)),
    }),
    `they were handed in different files, or times, by ${HANDED_IN[1]?.name}`,
  ],
  [
    'another submission',
    shardOf(2, 2, { handedIn: [...HANDED_IN, { name: 'late', submittedAt: null, digest: '' }] }),
    `the submission at place ${HANDED_IN.length + 1} is none in one, late in the other`,
  ],
])('a shard of %s is refused, and both are named', (_, other, said) => {
  const merge = (): unknown => mergeShards([shardOf(1, 2), other]);
  expect(merge).toThrow('1.json and 2.json are not of the same class: ');
  expect(merge).toThrow(said);
});

test('a shard that was interrupted is no part of a class', () => {
  const graded = { ...WHOLE, submissions: [], unfinished: ['ann', 'bob'] };
  expect(() => mergeShards([shardOf(1, 2), shardOf(2, 2, { graded })])).toThrow(
    'shard 2/2 in 2.json is not finished: ann, bob',
  );
});

test.each(['', '{', 'null', '{"kind":"something else"}', JSON.stringify(WHOLE)])(
  '%.30s is no shard',
  (text) => {
    expect(() => readShard(text, 'a.json')).toThrow('a.json is no whole shard');
  },
);

test.each(['0/4', '5/4', '1', '1/', '1/0', '-1/4', '1/20000', '1 / 4'])(
  '%s is no number of a shard',
  (text) => {
    expect(() => readShare(text)).toThrow(`got '${text}'`);
  },
);
