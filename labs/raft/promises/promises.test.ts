import { expect, test } from 'vitest';
import type { Evidence, FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { RaftFact } from '../fact.ts';
import { raftPromises } from '../promises.ts';
import { appliedInOrder } from './applied-in-order.ts';
import { appliedWhereStarted } from './applied-where-started.ts';
import { committedStays } from './committed-stays.ts';
import { electedByAMajority } from './elected-by-a-majority.ts';
import { leaderAppendsOnly } from './leader-appends-only.ts';
import { oneLeaderPerTerm } from './one-leader-per-term.ts';
import { sameCommandAtEachIndex } from './same-command-at-each-index.ts';
import { snapshotHoldsItsIndex } from './snapshot-holds-its-index.ts';
import { termNeverGoesBack } from './term-never-goes-back.ts';

type Untimed = RaftFact extends infer Fact
  ? Fact extends RaftFact
    ? Omit<Fact, 'atUs'>
    : never
  : never;

const leads = (server: number, term: number, incarnation = 1): Untimed => ({
  kind: 'state',
  server,
  incarnation,
  term,
  isLeader: true,
});
const follows = (server: number, term: number, incarnation = 1): Untimed => ({
  kind: 'state',
  server,
  incarnation,
  term,
  isLeader: false,
});
const started = (
  server: number,
  term: number,
  index: number,
  command: string,
  incarnation = 1,
): Untimed => ({
  kind: 'started',
  server,
  incarnation,
  term,
  index,
  command,
});
const applied = (server: number, index: number, command = `"x${index}"`): Untimed => ({
  kind: 'applied',
  server,
  index,
  command,
});
const took = (server: number, index: number, snapshot: string): Untimed => ({
  kind: 'snapshot-taken',
  server,
  index,
  snapshot,
});
const given = (server: number, index: number, snapshot = ''): Untimed => ({
  kind: 'snapshot-applied',
  server,
  index,
  snapshot,
});
const restarted = (server: number, appliedIndex: number): Untimed => ({
  kind: 'restarted',
  server,
  appliedIndex,
});

/** Evidence against a promise after these facts, one a second; 'holds' when there is none. */
function judge(promise: FactPromise<RaftFact>, facts: readonly Untimed[]): Evidence | 'holds' {
  const check = promise.startCheck();
  for (const [second, fact] of facts.entries()) {
    const evidence = check({ ...fact, atUs: second * 1_000_000 });
    if (evidence !== undefined) return evidence;
  }
  return 'holds';
}

test('each promise has an id of its own, a sentence and a source', () => {
  const promises = raftPromises(3);
  expect(new Set(promises.map(({ id }) => id)).size).toBe(promises.length);
  for (const { sentence, source } of promises) {
    expect(sentence).toMatch(/\.$/);
    expect(source).not.toBe('');
  }
});

test('leaders of different terms may overlap; two of one term may not', () => {
  expect(judge(oneLeaderPerTerm, [leads(0, 1), leads(1, 2), leads(0, 1), follows(2, 2)])).toBe(
    'holds',
  );
  expect(judge(oneLeaderPerTerm, [leads(0, 1), leads(1, 1)])).toMatchInlineSnapshot(`
    [
      "server 0 led term 1 at 0.000 s",
      "server 1 led term 1 at 1.000 s",
    ]
  `);
});

test('a server that leads the same term again after a restart is a second leader', () => {
  expect(judge(oneLeaderPerTerm, [leads(0, 1), leads(0, 1, 2)])).toMatchInlineSnapshot(`
    [
      "server 0 led term 1 at 0.000 s",
      "server 0, after a restart, led term 1 at 1.000 s",
    ]
  `);
});

test('a term may be lost in a crash, and never goes back while the server runs', () => {
  expect(judge(termNeverGoesBack, [follows(0, 3), follows(1, 1), follows(0, 2, 2)])).toBe('holds');
  expect(judge(termNeverGoesBack, [follows(0, 3), follows(1, 1), follows(0, 2)]))
    .toMatchInlineSnapshot(`
    [
      "server 0 was in term 3 at 0.000 s",
      "and in term 2 at 2.000 s",
    ]
  `);
});

test('servers apply the same command at an index', () => {
  expect(judge(sameCommandAtEachIndex, [applied(0, 1), applied(1, 1), applied(0, 2)])).toBe(
    'holds',
  );
  expect(judge(sameCommandAtEachIndex, [applied(0, 1, '"a"'), applied(1, 1, '"b"')]))
    .toMatchInlineSnapshot(`
    [
      "server 0 applied "a" at index 1 at 0.000 s",
      "server 1 applied "b" at index 1 at 1.000 s",
    ]
  `);
});

test('indices are applied in order, from the snapshot on after a restart', () => {
  const facts = [
    applied(0, 1),
    applied(0, 2),
    given(0, 2),
    applied(0, 3),
    restarted(0, 2),
    applied(0, 3),
    given(0, 7),
    applied(0, 8),
  ];
  expect(judge(appliedInOrder, facts)).toBe('holds');
});

test.each([
  ['a gap', [applied(0, 1), applied(0, 3)]],
  ['a repetition', [applied(0, 1), applied(0, 1)]],
  ['a start above 1', [applied(0, 2)]],
])('%s is out of order', (_name, facts) => {
  expect(judge(appliedInOrder, facts)).not.toBe('holds');
});

test('an applied gap is told with the index that was expected', () => {
  expect(judge(appliedInOrder, [applied(0, 1), applied(0, 3)])).toMatchInlineSnapshot(`
    [
      "server 0 had applied up to index 1",
      "and applied index 3 at 1.000 s; expected index 2",
    ]
  `);
});

test('a snapshot must not take a server back', () => {
  expect(judge(appliedInOrder, [given(0, 7), applied(0, 8), given(0, 7)])).toMatchInlineSnapshot(`
    [
      "server 0 had applied up to index 8",
      "and went back to a snapshot of index 7 at 2.000 s",
    ]
  `);
});

test('a stale leader may give out an applied index; a later leader may not', () => {
  expect(
    judge(committedStays, [
      leads(0, 1),
      leads(1, 2),
      applied(1, 1),
      started(0, 1, 1, '"old"'),
      started(1, 2, 2, '"x2"'),
    ]),
  ).toBe('holds');
  expect(judge(committedStays, [leads(0, 1), applied(0, 1), leads(1, 2), started(1, 2, 1, '"y"')]))
    .toMatchInlineSnapshot(`
    [
      "server 0 applied "x1" at index 1 at 1.000 s",
      "server 1, leader of term 2, gave index 1 to "y" at 3.000 s",
      "so its log lacks "x1"",
    ]
  `);
});

test('a leader gives out rising indices within its term', () => {
  expect(
    judge(leaderAppendsOnly, [
      started(0, 1, 1, '"a"'),
      started(0, 1, 2, '"b"'),
      started(0, 3, 2, '"c"'),
    ]),
  ).toBe('holds');
  expect(judge(leaderAppendsOnly, [started(0, 1, 2, '"a"'), started(0, 1, 2, '"b"')]))
    .toMatchInlineSnapshot(`
    [
      "server 0 gave index 2 to "a" at 0.000 s",
      "and index 2 to "b" at 1.000 s, in the same term 1",
    ]
  `);
});

test('a command is applied where start said, or not at all', () => {
  expect(
    judge(appliedWhereStarted, [
      started(0, 1, 1, '"a"'),
      started(0, 1, 2, '"b"'),
      applied(1, 2, '"b"'),
      applied(1, 3, '"unknown"'),
    ]),
  ).toBe('holds');
  expect(judge(appliedWhereStarted, [started(0, 1, 1, '"a"'), applied(1, 2, '"a"')]))
    .toMatchInlineSnapshot(`
    [
      "start("a") on server 0 returned index 1 at 0.000 s",
      "server 1 applied "a" at index 2 at 1.000 s",
    ]
  `);
});

test('a delivered snapshot is the one taken at its index', () => {
  expect(judge(snapshotHoldsItsIndex, [took(0, 10, '[10,"ab"]'), given(1, 10, '[10,"ab"]')])).toBe(
    'holds',
  );
  expect(judge(snapshotHoldsItsIndex, [took(0, 10, '[10,"ab"]'), given(1, 10, '[10,"cd"]')]))
    .toMatchInlineSnapshot(`
    [
      "server 1 was given the snapshot [10,"cd"] for index 10 at 1.000 s",
      "but the snapshot taken at that index is [10,"ab"]",
    ]
  `);
  expect(judge(snapshotHoldsItsIndex, [given(1, 10, '[10,"ab"]')])).toMatchInlineSnapshot(`
    [
      "server 1 was given the snapshot [10,"ab"] for index 10 at 0.000 s",
      "but no service took a snapshot at that index",
    ]
  `);
});

const spoke = (server: number, to: number): Untimed => ({ kind: 'spoke', server, to });

test('a leader whom a majority has not sent anything was not elected', () => {
  const promise = electedByAMajority(5);
  expect(judge(promise, [spoke(1, 0), spoke(2, 0), leads(0, 1)])).toBe('holds');
  expect(judge(promise, [spoke(0, 1), spoke(0, 2), follows(0, 1)])).toBe('holds');
  expect(judge(promise, [spoke(1, 0), spoke(0, 2), leads(0, 1)])).toEqual([
    'server 0 led term 1 at 2.000 s',
    'until then only server 1 had sent it a message; among 5 servers it needs 2 votes beside its own',
  ]);
});

test('half of an even number is no majority, and one server needs nobody', () => {
  expect(judge(electedByAMajority(4), [spoke(1, 0), leads(0, 1)])).not.toBe('holds');
  expect(judge(electedByAMajority(4), [spoke(1, 0), spoke(2, 0), leads(0, 1)])).toBe('holds');
  expect(judge(electedByAMajority(1), [leads(0, 1)])).toBe('holds');
});
