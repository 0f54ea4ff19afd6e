import { expect, test } from 'vitest';
import type { Evidence, FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { RsmFact } from '../rsm-fact.ts';
import { answersOwnOperation } from './answers-own-operation.ts';
import { carriedOutOnce } from './carried-out-once.ts';
import { inRealTimeOrder } from './in-real-time-order.ts';
import { neverBack } from './never-back.ts';
import { sameOperations } from './same-operations.ts';

type Untimed = RsmFact extends infer Fact
  ? Fact extends RsmFact
    ? Omit<Fact, 'atUs'>
    : never
  : never;

const started = (server: number): Untimed => ({ kind: 'started', server });
const did = (server: number, position: number, op: string, counter = position): Untimed => ({
  kind: 'did',
  server,
  position,
  op,
  counter,
});
const restored = (server: number, position: number, counter = position): Untimed => ({
  kind: 'restored',
  server,
  position,
  counter,
});
const submitted = (submission: number, op: string, server = 0): Untimed => ({
  kind: 'submitted',
  server,
  submission,
  op,
});
const answered = (
  submission: number,
  op: string,
  position: number,
  { server = 0, counter = position } = {},
): Untimed => ({ kind: 'answered', server, submission, op, position, counter });

/** Evidence of the first fact that breaks the promise; facts are a second apart. */
function judge(promise: FactPromise<RsmFact>, facts: readonly Untimed[]): Evidence | undefined {
  const check = promise.startCheck();
  for (const [i, fact] of facts.entries()) {
    const evidence = check({ ...fact, atUs: i * 1_000_000 });
    if (evidence !== undefined) return evidence;
  }
  return undefined;
}

test('servers may lag behind and replay, but not differ', () => {
  const before = [did(0, 1, 'a'), did(1, 1, 'a'), did(0, 2, 'b')];
  expect(judge(sameOperations, [...before, started(1), did(1, 1, 'a')])).toBeUndefined();
  expect(judge(sameOperations, [...before, did(1, 2, 'c')])).toMatchInlineSnapshot(`
    [
      "operation 2 of server 0 was b, at 2.000 s",
      "operation 2 of server 1 was c, at 3.000 s",
    ]
  `);
});

test('a restored snapshot holds the state of its operations', () => {
  const before = [did(0, 1, 'a', 5), did(0, 2, 'b', 4)];
  expect(judge(sameOperations, [restored(1, 0), ...before, restored(1, 2, 4)])).toBeUndefined();
  expect(judge(sameOperations, [...before, restored(1, 1, 4)])).toMatchInlineSnapshot(`
    [
      "after 1 operations the counter was 5",
      "server 1 restored 4 for it at 2.000 s",
    ]
  `);
  expect(judge(sameOperations, [...before, restored(1, 3, 4)])).toMatchInlineSnapshot(`
    [
      "after 3 operations the counter was not known to anybody",
      "server 1 restored 4 for it at 2.000 s",
    ]
  `);
});

test('only a restart takes a server back', () => {
  const before = [did(0, 1, 'a'), did(0, 2, 'b')];
  expect(judge(neverBack, [...before, started(0), did(0, 1, 'a')])).toBeUndefined();
  expect(judge(neverBack, [...before, restored(0, 2), did(1, 1, 'a')])).toBeUndefined();
  expect(judge(neverBack, [...before, restored(0, 1)])).toMatchInlineSnapshot(`
    [
      "server 0 had carried out 2 operations",
      "and was back at 1 at 2.000 s",
    ]
  `);
});

test('equal operations are carried out as often as they were submitted', () => {
  const twice = [submitted(0, 'a'), submitted(1, 'a'), did(0, 1, 'a'), did(1, 1, 'a')];
  expect(judge(carriedOutOnce, [...twice, did(0, 2, 'a')])).toBeUndefined();
  expect(judge(carriedOutOnce, [...twice, did(0, 2, 'a'), did(0, 3, 'a')])).toMatchInlineSnapshot(`
    [
      "a was submitted 2 times",
      "it was carried out as operations 1, 2, 3, the last at 5.000 s",
    ]
  `);
  expect(judge(carriedOutOnce, [did(0, 1, 'a')])).toMatchInlineSnapshot(`
    [
      "a was submitted 0 times",
      "it was carried out as operations 1, the last at 0.000 s",
    ]
  `);
});

test('OK comes with the result of the own operation, after it was carried out there', () => {
  const before = [submitted(0, 'a'), did(1, 1, 'a')];
  expect(judge(answersOwnOperation, [...before, did(0, 1, 'a'), answered(0, 'a', 1)])).toBe(
    undefined,
  );
  expect(judge(answersOwnOperation, [...before, answered(0, 'a', 1)])).toMatchInlineSnapshot(`
    [
      "server 0 answered a at 2.000 s with the result of operation 1",
      "it had carried out 0 operations by then",
    ]
  `);
  expect(judge(answersOwnOperation, [...before, did(0, 1, 'b'), answered(0, 'a', 1)]))
    .toMatchInlineSnapshot(`
    [
      "server 0 answered a at 3.000 s with the result of operation 1",
      "operation 1 was b",
    ]
  `);
  expect(judge(answersOwnOperation, [did(0, 1, 'a', 7), answered(0, 'a', 1, { counter: 8 })]))
    .toMatchInlineSnapshot(`
    [
      "server 0 answered a at 1.000 s with the result of operation 1",
      "its result was 7, and not 8",
    ]
  `);
});

test('one result answers one submit, however much alike they are', () => {
  const facts = [
    did(0, 1, 'a'),
    did(1, 1, 'a'),
    answered(0, 'a', 1),
    answered(1, 'a', 1, { server: 1 }),
  ];
  expect(judge(answersOwnOperation, facts)).toMatchInlineSnapshot(`
    [
      "server 1 answered a at 3.000 s with the result of operation 1",
      "server 0 had answered another submit with that at 2.000 s",
    ]
  `);
});

test('what was submitted later is carried out later', () => {
  const concurrent = [submitted(0, 'a'), submitted(1, 'b'), answered(1, 'b', 2)];
  expect(judge(inRealTimeOrder, [...concurrent, answered(0, 'a', 1)])).toBeUndefined();
  expect(judge(inRealTimeOrder, [...concurrent, submitted(2, 'c'), answered(2, 'c', 1)]))
    .toMatchInlineSnapshot(`
    [
      "operation 2 was answered at 2.000 s",
      "c was submitted after that, and became operation 1",
    ]
  `);
});
