import { expect, test } from 'vitest';
import type { Evidence, FactPromise } from '../../../harness/vocabulary/promise.ts';
import { SHARDS, type Config, type Groups } from '../api.ts';
import type { Change } from '../change.ts';
import type { AdminFact } from '../fact.ts';
import { CONTROLLER_PROMISES } from '../promises.ts';
import { balanced } from './balanced.ts';
import { decidedOnce } from './decided-once.ts';
import { movesAsFewAsCanBe } from './fewest-moves.ts';
import { newestIsNewest } from './newest-is-newest.ts';
import { oneChangeEach } from './one-change-each.ts';

type Untimed = AdminFact extends infer Fact
  ? Fact extends AdminFact
    ? Omit<Fact, 'atUs'>
    : never
  : never;

/** Groups 1, 2, ... with a server each, by their numbers. */
const groups = (...gids: number[]): Groups =>
  Object.fromEntries(gids.map((gid) => [String(gid), [`g${gid}-0`]]));

const join = (...gids: number[]): Change => ({ kind: 'join', groups: groups(...gids) });
const leave = (...gids: number[]): Change => ({ kind: 'leave', gids });
const move = (shard: number, gid: number): Change => ({ kind: 'move', shard, gid });

/** A configuration whose shards go to `owners` over and over. */
const config = (num: number, owners: readonly number[], ...gids: number[]): Config => ({
  num,
  shards: Array.from({ length: SHARDS }, (_, shard) => owners[shard % owners.length] ?? 0),
  groups: groups(...gids),
});

const asked = (call: string, change: Change): Untimed => ({
  kind: 'change-called',
  admin: 'admin-0',
  call,
  change,
});
const answered = (call: string, change: Change): Untimed => ({
  kind: 'change-answered',
  admin: 'admin-0',
  call,
  change,
});
const queried = (call: string, num: number): Untimed => ({
  kind: 'query-called',
  admin: 'admin-1',
  call,
  num,
});
const got = (call: string, num: number, given: Config): Untimed => ({
  kind: 'query-answered',
  admin: 'admin-1',
  call,
  num,
  config: given,
});

/** What the promise has against facts that come a millisecond apart. */
function judge(promise: FactPromise<AdminFact>, facts: readonly Untimed[]): Evidence | undefined {
  const check = promise.startCheck();
  for (const [i, fact] of facts.entries()) {
    const evidence = check({ ...fact, atUs: (i + 1) * 1_000 });
    if (evidence !== undefined) return evidence;
  }
  return undefined;
}

const one = config(1, [1], 1);
const two = config(2, [1, 2], 1, 2);

test('a join, a second one and a move keep every promise', () => {
  const moved = { ...two, num: 3, shards: two.shards.with(0, 2) };
  const facts = [
    asked('a', join(1)),
    answered('a', join(1)),
    asked('b', join(2)),
    queried('c', -1),
    got('c', -1, one),
    answered('b', join(2)),
    queried('d', -1),
    got('d', -1, two),
    asked('e', move(0, 2)),
    answered('e', move(0, 2)),
    queried('f', -1),
    got('f', -1, moved),
    queried('g', 1),
    got('g', 1, one),
  ];
  for (const promise of CONTROLLER_PROMISES) expect(judge(promise, facts)).toBeUndefined();
});

test('a number that two admins get differently was decided twice', () => {
  expect(judge(decidedOnce, [got('a', 1, one), got('b', 1, config(1, [2], 2))]))
    .toMatchInlineSnapshot(`
    [
      "admin-1 got configuration 1 at 0.001 s: shards 1 1 1 1 1 1 1 1 1 1 1 1; groups 1: g1-0",
      "admin-1 got configuration 1 at 0.002 s: shards 2 2 2 2 2 2 2 2 2 2 2 2; groups 2: g2-0",
    ]
  `);
});

test('the order in which groups are named makes no other configuration', () => {
  const other = { ...two, groups: { 2: ['g2-0'], 1: ['g1-0'] } };
  expect(judge(decidedOnce, [got('a', 2, two), got('b', 2, other)])).toBeUndefined();
});

test('a query that begins after a change was answered must know of it', () => {
  const facts = [asked('a', join(1)), answered('a', join(1)), queried('b', -1)];
  expect(judge(newestIsNewest, [...facts, got('b', -1, config(0, [0]))])).toMatchInlineSnapshot(`
    [
      "configuration 1 was decided: join(1) was answered at 0.002 s",
      "admin-1, who asked later for number -1, got configuration 0 at 0.004 s",
    ]
  `);
  expect(judge(newestIsNewest, [...facts, got('b', -1, one)])).toBeUndefined();
});

test('a query that began before may be answered with either', () => {
  const facts = [asked('a', join(1)), queried('b', -1), answered('a', join(1))];
  expect(judge(newestIsNewest, [...facts, got('b', -1, config(0, [0]))])).toBeUndefined();
});

test('a number that was decided is given when it is asked for, and the newest for any above', () => {
  const known = [queried('a', -1), got('a', -1, two)];
  expect(judge(newestIsNewest, [...known, queried('b', 1), got('b', 1, two)])).toBeDefined();
  expect(judge(newestIsNewest, [...known, queried('b', 9), got('b', 9, two)])).toBeUndefined();
  expect(judge(newestIsNewest, [...known, queried('b', 9), got('b', 9, one)])).toBeDefined();
});

test('one join explains one configuration', () => {
  const again = { ...two, num: 4 };
  const facts = [
    asked('a', join(1)),
    asked('b', join(2)),
    asked('c', leave(2)),
    got('d', 1, one),
    got('e', 2, two),
    got('f', 3, { ...one, num: 3 }),
  ];
  expect(judge(oneChangeEach, facts)).toBeUndefined();
  expect(judge(oneChangeEach, [...facts, got('g', 4, again)])).toMatchInlineSnapshot(`
    [
      "configuration 3: shards 1 1 1 1 1 1 1 1 1 1 1 1; groups 1: g1-0",
      "configuration 4: shards 1 2 1 2 1 2 1 2 1 2 1 2; groups 1: g1-0, 2: g2-0",
      "that is join(2), which was asked for once by 0.007 s",
    ]
  `);
});

test('a configuration that no change leads to is not explained', () => {
  const strange = { ...one, num: 2, shards: one.shards.with(0, 0).with(1, 0) };
  const facts = [asked('a', join(1)), got('b', 1, one), got('c', 2, strange)];
  expect(judge(oneChangeEach, facts)?.at(-1)).toMatchInlineSnapshot(
    `"no join, leave or move that was asked for, and made no other configuration, leads from the one to the other"`,
  );
});

test('a move to the group that has the shard already is a change too', () => {
  const same = { ...one, num: 2 };
  const facts = [asked('a', join(1)), got('b', 1, one), asked('c', move(3, 1)), got('d', 2, same)];
  expect(judge(oneChangeEach, facts)).toBeUndefined();
});

test('a join that leaves one group with two shards more is not balanced', () => {
  const uneven = { ...two, shards: two.shards.with(1, 1) };
  expect(judge(balanced, [got('a', 1, one), got('b', 2, uneven)])).toMatchInlineSnapshot(`
    [
      "configuration 2: shards 1 1 1 2 1 2 1 2 1 2 1 2",
      "its groups are 1: g1-0, 2: g2-0",
      "shards by group: 1 has 7, 2 has 5",
    ]
  `);
});

test('a move may upset the balance', () => {
  const moved = { ...two, num: 3, shards: two.shards.with(1, 1) };
  const facts = [got('a', 1, one), got('b', 2, two), got('c', 3, moved)];
  expect(judge(balanced, facts)).toBeUndefined();
});

test('an even division that moves more shards than it must is told by how many', () => {
  const swapped = { ...config(3, [2, 3, 1], 1, 2, 3) };
  expect(judge(movesAsFewAsCanBe, [got('a', 2, two), got('b', 3, swapped)])).toMatchInlineSnapshot(`
    [
      "configuration 2: shards 1 2 1 2 1 2 1 2 1 2 1 2",
      "configuration 3: shards 2 3 1 2 3 1 2 3 1 2 3 1",
      "8 shards change hands, and 4 are enough",
    ]
  `);
});

test('moves of shards to their own groups make a configuration each, whichever is which', () => {
  const moved = { ...two, num: 3, shards: two.shards.with(0, 2) };
  const again = { ...moved, num: 4 };
  const third = { ...moved, num: 5 };
  const back = { ...third, num: 6, shards: third.shards.with(0, 1) };
  const last = { ...back, num: 7, shards: back.shards.with(0, 2) };
  // Of the two in the middle, the first is of shard 1 and the second of shard 0.
  const changes = [join(1), join(2), move(0, 2), move(1, 2), move(0, 2), move(0, 1), move(0, 2)];
  const configs = [one, two, moved, again, third, back, last];
  const facts = [
    ...changes.map((change, i) => asked(`change ${i}`, change)),
    ...configs.map((each) => got(`query ${each.num}`, each.num, each)),
  ];
  expect(judge(oneChangeEach, facts)).toBeUndefined();
  expect(judge(oneChangeEach, facts.toSpliced(3, 1))?.at(-1)).toMatchInlineSnapshot(
    `"no join, leave or move that was asked for, and made no other configuration, leads from the one to the other"`,
  );
});

test('a query after a move to the present owner must know of its configuration', () => {
  const facts = [
    asked('a', join(1)),
    answered('a', join(1)),
    asked('b', move(0, 1)),
    answered('b', move(0, 1)),
    queried('c', -1),
  ];
  expect(judge(newestIsNewest, [...facts, got('c', -1, one)])).toBeDefined();
  expect(judge(newestIsNewest, [...facts, got('c', -1, { ...one, num: 2 })])).toBeUndefined();
});
