import { describe, expect, it } from 'vitest';
import type { Operation } from '../../history/operation.ts';
import { checkHistory } from '../check.ts';
import type { Model } from '../model.ts';
import { MODELS } from '../models.ts';
import { answered, failed, unanswered } from '../operations.fixture.ts';
import type { Annotation } from './drawing.ts';
import { explainViolation } from './explain.ts';
import { formatExplanation } from './report.ts';

const X = { key: 'x' };
const text = (value: string) => ({ key: 'x', value });
const put = (value: string, version: number) => ({ key: 'x', value, version });
const seen = (value: string, version: number) => ({ value, version });

function report(
  history: readonly Operation[],
  model: Model,
  annotations: readonly Annotation[] = [],
): string {
  const verdict = checkHistory(history, model);
  if (verdict.kind !== 'violated') return verdict.kind;
  return `\n${formatExplanation(explainViolation(verdict), annotations)}`;
}

describe('the report of a key/value violation', () => {
  it('names the append that a get does not see, and the faults that overlap the two', () => {
    const history = [
      answered(1, [10, 14], 'append', text('x 1 0 y'), 'OK'),
      answered(2, [20, 31], 'get', X, 'x 1 0 y'),
      answered(9, [92, 119], 'append', text('x 9 6 y'), 'OK'),
      answered(8, [152, 153.25], 'get', X, 'x 1 0 y'),
      answered(2, [160, 170], 'get', X, 'x 1 0 yx 9 6 y'),
    ];
    const faults = [
      { label: 'partition {0,1} | {2,3,4}', fromTime: 100, toTime: 152.5 },
      { label: 'crash of server 3', fromTime: 154, toTime: 160 },
    ];
    expect(report(history, MODELS.kv, faults)).toMatchInlineSnapshot(`
      "
      Not linearizable: there is no way to let each operation on "x" happen at one
      instant between its call and its return.

        Client 8's Get("x") started after client 9's Append("x", "x 9 6 y") had
        returned OK, but does not see it.

                                          92       119       152 153.25
        client 9  Append("x", "x 9 6 y")  |========|                     OK
        client 8  Get("x")                                   |========|  "x 1 0 y" <==
        partition {0,1} | {2,3,4}              ~~~~~~~~~~~~~~~~~~~

        Possible for client 8's Get("x") at that point: "x 1 0 yx 9 6 y".
        Shown: 2 of 5 operations on "x"; the other 3 are not needed to see it.

        Often the cause: a write was acknowledged before it was committed, or was lost
        when the leader changed, a server restarted, or a snapshot was taken. Or: a
        read was answered from what a server happened to hold, without going through
        the log (or without making sure that it still leads).
      "
    `);
  });

  it('shows an append that was applied twice', () => {
    const history = [
      answered(1, [0, 4], 'append', text('a;'), 'OK'),
      answered(2, [5, 9], 'append', text('b;'), 'OK'),
      answered(3, [10, 12], 'get', X, 'a;b;a;'),
    ];
    expect(report(history, MODELS.kv)).toMatchInlineSnapshot(`
      "
      Not linearizable: there is no way to let each operation on "x" happen at one
      instant between its call and its return.

        Client 3's Get("x") saw "a;" twice, but only client 1's Append("x", "a;")
        wrote it, once.

                                     0          4           10        12
        client 1  Append("x", "a;")  |----------|                         OK
        client 3  Get("x")                                  |==========|  "a;b;a;" <==

        Shown: 2 of 3 operations on "x"; the other one is not needed to see it.

        Often the cause: a request that was sent again was also carried out again:
        what was done before is not remembered, or not in the snapshot.
      "
    `);
  });

  it('shows two gets that saw appends in different orders', () => {
    const history = [
      answered(1, [0, 9], 'append', text('a;'), 'OK'),
      answered(2, [0, 9], 'append', text('b;'), 'OK'),
      answered(3, [5, 8], 'get', X, 'a;b;'),
      answered(4, [10, 14], 'get', X, 'b;a;'),
    ];
    expect(report(history, MODELS.kv)).toMatchInlineSnapshot(`
      "
      Not linearizable: there is no way to let each operation on "x" happen at one
      instant between its call and its return.

        Client 3's Get("x") saw "a;" before "b;", but client 4's Get("x") saw "b;"
        before "a;".

                            5              8              10            14
        client 3  Get("x")  |==============|                                "a;b;"
        client 4  Get("x")                                |==============|  "b;a;" <==

        Possible for client 4's Get("x") at that point: "a;b;".
        Shown: 2 of 4 operations on "x"; the other 2 are not needed to see it.

        Often the cause: servers applied the same requests in different orders.
      "
    `);
  });

  it('shows a put that a get is too late to miss', () => {
    const history = [
      answered(1, [0, 1], 'put', text('a'), 'OK'),
      answered(2, [2, 3], 'put', text('b'), 'OK'),
      answered(3, [4, 5], 'get', X, 'a'),
    ];
    expect(report(history, MODELS.kv)).toMatchInlineSnapshot(`
      "
      Not linearizable: there is no way to let each operation on "x" happen at one
      instant between its call and its return.

        Client 3's Get("x") started after client 2's Put("x", "b") had returned OK,
        but it saw "a", which is older.

                                 0        1       2        3       4        5
        client 1  Put("x", "a")  |========|                                    OK
        client 2  Put("x", "b")                   |========|                   OK
        client 3  Get("x")                                         |========|  "a" <==

        Possible for client 3's Get("x") at that point: "b".
        Shown: 3 of 3 operations on "x"; all there are.

        Often the cause: a read was answered from what a server happened to hold,
        without going through the log (or without making sure that it still leads).
      "
    `);
  });

  it('shows reads that go back', () => {
    const history = [
      answered(1, [0, 1], 'put', text('a'), 'OK'),
      answered(2, [2, 30], 'put', text('b'), 'OK'),
      answered(3, [4, 5], 'get', X, 'b'),
      answered(4, [6, 7], 'get', X, 'a'),
    ];
    expect(report(history, MODELS.kv)).toMatchInlineSnapshot(`
      "
      Not linearizable: there is no way to let each operation on "x" happen at one
      instant between its call and its return.

        Client 4's Get("x") started after client 3's Get("x") had returned "b", but it
        saw "a" again.

                                 0     1     2     4      5     6     7    30
        client 1  Put("x", "a")  |=====|                                       OK
        client 2  Put("x", "b")              |------------------------------|  OK
        client 3  Get("x")                         |======|                    "b"
        client 4  Get("x")                                      |=====|        "a" <==

        Possible for client 4's Get("x") at that point: "b".
        Shown: 4 of 4 operations on "x"; all there are.

        Often the cause: a read was answered from what a server happened to hold,
        without going through the log (or without making sure that it still leads).
      "
    `);
  });
});

describe('the report of a versioned violation', () => {
  it('names two puts that were both accepted', () => {
    const history = [
      answered(1, [0, 2], 'put', put('a', 0), 'OK'),
      answered(2, [3, 6], 'put', put('b', 1), 'OK'),
      answered(3, [4, 8], 'put', put('c', 1), 'OK'),
      answered(1, [10, 12], 'get', X, seen('c', 2)),
    ];
    expect(report(history, MODELS['versioned-kv'])).toMatchInlineSnapshot(`
      "
      Not linearizable: there is no way to let each operation on "x" happen at one
      instant between its call and its return.

        Client 2's Put("x", "b", 1) and client 3's Put("x", "c", 1) both returned OK,
        but only one put can follow version 1.

                                    3             4            6             8
        client 2  Put("x", "b", 1)  |==========================|                OK <==
        client 3  Put("x", "c", 1)                |==========================|  OK

        Possible for client 2's Put("x", "b", 1) at that point: ErrVersion.
        Shown: 2 of 4 operations on "x"; the other 2 are not needed to see it.

        Often the cause: two servers took themselves for the leader, or the comparison
        and the write are not one step.
      "
    `);
  });

  it('names a stale get, and what it could have returned', () => {
    const history = [
      answered(1, [0, 2], 'put', put('a', 0), 'OK'),
      answered(2, [3, 6], 'put', put('b', 1), 'OK'),
      { ...answered(4, [3, 9], 'put', put('c', 2), 'ErrMaybe'), end: 'unknown' } as const,
      answered(3, [7, 9], 'get', X, seen('a', 1)),
    ];
    expect(report(history, MODELS['versioned-kv'])).toMatchInlineSnapshot(`
      "
      Not linearizable: there is no way to let each operation on "x" happen at one
      instant between its call and its return.

        Client 3's Get("x") started after client 2's Put("x", "b", 1) had returned OK,
        but it saw version 1, which is older than version 2.

                                    0     2     3    6     7     9
        client 1  Put("x", "a", 0)  |-----|                         OK
        client 2  Put("x", "b", 1)              |====|              OK
        client 3  Get("x")                                 |=====|  version 1, "a" <==

        Possible for client 3's Get("x") at that point: version 3, "c", or version 2,
        "b".
        Shown: 3 of 4 operations on "x"; the other one is not needed to see it.

        Often the cause: a read was answered from what a server happened to hold,
        without going through the log (or without making sure that it still leads).
      "
    `);
  });

  it('names a put that was refused for no reason', () => {
    const history = [
      answered(1, [0, 2], 'put', put('a', 0), 'OK'),
      failed(answered(2, [3, 6], 'put', put('b', 1), 'ErrVersion')),
    ];
    expect(report(history, MODELS['versioned-kv'])).toMatchInlineSnapshot(`
      "
      Not linearizable: there is no way to let each operation on "x" happen at one
      instant between its call and its return.

        Client 2's Put("x", "b", 1) was refused with ErrVersion, but the key had no
        other version: nobody else had put with version 1 by then.

                                    3                                6
        client 2  Put("x", "b", 1)  |================================|  ErrVersion <==

        Possible for client 2's Put("x", "b", 1) at that point: OK.
        Shown: 1 of 2 operations on "x"; the other one is not needed to see it.

        Often the cause: the answer to a request that was sent again is not that of
        its first execution.
      "
    `);
  });

  it('names a put that was accepted though a later version had been seen', () => {
    const history = [
      answered(1, [0, 2], 'put', put('a', 0), 'OK'),
      unanswered(2, 3, 'put', put('b', 1)),
      answered(3, [4, 5], 'get', X, seen('b', 2)),
      answered(4, [6, 9], 'put', put('c', 1), 'OK'),
    ];
    expect(report(history, MODELS['versioned-kv'])).toMatchInlineSnapshot(`
      "
      Not linearizable: there is no way to let each operation on "x" happen at one
      instant between its call and its return.

        Client 4's Put("x", "c", 1) returned OK for version 1, although it started
        after client 3's Get("x") had seen version 2, so that the key was at version 2
        or later.

                                    3       4        5       6       9
        client 2  Put("x", "b", 1)  |-------------------------------->  no answer
        client 3  Get("x")                  |========|                  version 2, "b"
        client 4  Put("x", "c", 1)                           |=======|  OK <==

        Possible for client 4's Put("x", "c", 1) at that point: ErrVersion.
        Shown: 3 of 4 operations on "x"; the other one is not needed to see it.

        Often the cause: a write was acknowledged before it was committed, or was lost
        when the leader changed, a server restarted, or a snapshot was taken. Or: a
        read was answered from what a server happened to hold, without going through
        the log (or without making sure that it still leads).
      "
    `);
  });

  it('names a put that was accepted beside another that was seen', () => {
    const history = [
      answered(1, [0, 2], 'put', put('a', 0), 'OK'),
      unanswered(2, 3, 'put', put('b', 1)),
      answered(4, [3, 7], 'put', put('c', 1), 'OK'),
      answered(3, [4, 9], 'get', X, seen('b', 2)),
    ];
    expect(report(history, MODELS['versioned-kv'])).toMatchInlineSnapshot(`
      "
      Not linearizable: there is no way to let each operation on "x" happen at one
      instant between its call and its return.

        Client 3's Get("x") saw what client 2's Put("x", "b", 1) wrote, and client 4's
        Put("x", "c", 1) returned OK, but only one put can follow version 1.

                                    3         4        7         9
        client 4  Put("x", "c", 1)  |==================|            OK
        client 2  Put("x", "b", 1)  |---------------------------->  no answer
        client 3  Get("x")                    |==================|  version 2, "b" <==

        Possible for client 3's Get("x") at that point: version 2, "c", or version 1,
        "a".
        Shown: 3 of 4 operations on "x"; the other one is not needed to see it.

        Often the cause: two servers took themselves for the leader, or the comparison
        and the write are not one step.
      "
    `);
  });

  it('names a value that nobody wrote', () => {
    const history = [
      answered(1, [0, 2], 'put', put('a', 0), 'OK'),
      answered(2, [3, 4], 'get', X, seen('z', 1)),
    ];
    expect(report(history, MODELS['versioned-kv'])).toMatchInlineSnapshot(`
      "
      Not linearizable: there is no way to let each operation on "x" happen at one
      instant between its call and its return.

        Client 2's Get("x") saw "z" at version 1, but version 1 was made by client 1's
        Put("x", "a", 0).

                                    0         2        3         4
        client 1  Put("x", "a", 0)  |---------|                     OK
        client 2  Get("x")                             |=========|  version 1, "z" <==

        Possible for client 2's Get("x") at that point: version 1, "a".
        Shown: 2 of 2 operations on "x"; all there are.

        Often the cause: a value got mixed up with that of another key or request.
      "
    `);
  });
});

describe('the report of another violation', () => {
  it('names two compare-and-sets that replaced one value', () => {
    const history = [
      answered(1, [0, 1], 'write', { value: 1 }, 'OK'),
      answered(2, [2, 6], 'cas', { from: 1, to: 2 }, true),
      answered(3, [3, 5], 'cas', { from: 1, to: 3 }, true),
    ];
    expect(report(history, MODELS.register)).toMatchInlineSnapshot(`
      "
      Not linearizable: there is no way to let each operation happen at one instant
      between its call and its return.

        Client 2's Cas(1 -> 2) and client 3's Cas(1 -> 3) both replaced 1, which was
        there only once.

                               0        1        2       3        5        6
        client 1  Write(1)     |--------|                                     OK
        client 2  Cas(1 -> 2)                    |=========================|  true <==
        client 3  Cas(1 -> 3)                            |========|           true

        Possible for client 2's Cas(1 -> 2) at that point: false.
        Shown: 3 of 3 operations; all there are.

        Often the cause: two servers took themselves for the leader, or the comparison
        and the write are not one step.
      "
    `);
  });

  it('says what is certain where the pattern has no name', () => {
    const history = [
      answered(1, [0, 2], 'append', text('a'), 'OK'),
      answered(2, [1, 4], 'append', text('a'), 'OK'),
      answered(3, [5, 7], 'get', X, 'a'),
      answered(4, [8, 9], 'get', X, 'aa'),
    ];
    expect(report(history, MODELS.kv)).toMatchInlineSnapshot(`
      "
      Not linearizable: there is no way to let each operation on "x" happen at one
      instant between its call and its return.

        No order of these 3 operations explains their answers: with what the other 2
        saw, client 3's Get("x") cannot have had its answer, "a".

                                    0       1       2       4       5       7
        client 1  Append("x", "a")  |===============|                          OK
        client 2  Append("x", "a")          |===============|                  OK
        client 3  Get("x")                                          |=======|  "a" <==

        Possible for client 3's Get("x") at that point: "aa".
        Shown: 3 of 4 operations on "x"; the other one is not needed to see it.
      "
    `);
  });

  it('names a value that was read before it was written', () => {
    const history = [
      answered(1, [0, 2], 'read', null, ['a']),
      answered(2, [1, 3], 'read', null, ['a', 'b']),
      answered(3, [0, 3], 'append', { value: 'a' }, 'OK'),
      answered(1, [4, 6], 'append', { value: 'b' }, 'OK'),
    ];
    expect(report(history, MODELS.list)).toMatchInlineSnapshot(`
      "
      Not linearizable: there is no way to let each operation happen at one instant
      between its call and its return.

        Client 2's Read() saw "b" before client 1's Append("b"), the first to write
        it, was called.

                               1            3            4            6
        client 2  Read()       |============|                            ["a","b"] <==
        client 1  Append("b")                            |------------|  OK

        Possible for client 2's Read() at that point: ["a"], or [].
        Shown: 2 of 4 operations; the other 2 are not needed to see it.

        Often the cause: the clocks of the history disagree, or a request was sent
        before its call was noted.
      "
    `);
  });

  it('names two appends that were told one offset', () => {
    const history = [
      answered(1, [0, 2], 'append', { key: 'log', value: 'a' }, 0),
      answered(2, [1, 3], 'append', { key: 'log', value: 'b' }, 0),
    ];
    expect(report(history, MODELS.list)).toMatchInlineSnapshot(`
      "
      Not linearizable: there is no way to let each operation on "log" happen at one
      instant between its call and its return.

        Client 1's Append("log", "a") and client 2's Append("log", "b") were both told
        offset 0.

                                      0         1        2         3
        client 1  Append("log", "a")  |==================|            OK, offset 0
        client 2  Append("log", "b")            |==================|  OK, offset 0 <==

        Possible for client 2's Append("log", "b") at that point: OK, offset 1.
        Shown: 2 of 2 operations on "log"; all there are.

        Often the cause: two servers took themselves for the leader, or the comparison
        and the write are not one step.
      "
    `);
  });

  it('names two holders of a lock', () => {
    const history = [
      answered(1, [0, 2], 'acquire', null, 'OK'),
      answered(1, [3, 4], 'release', null, 'OK'),
      answered(2, [3, 5], 'acquire', null, 'OK'),
      answered(1, [6, 8], 'acquire', null, 'OK'),
      answered(2, [9, 10], 'release', null, 'OK'),
    ];
    expect(report(history, MODELS.lock)).toMatchInlineSnapshot(`
      "
      Not linearizable: there is no way to let each operation happen at one instant
      between its call and its return.

        Client 1's Acquire() succeeded while client 2 held the lock: client 2's
        Acquire() had succeeded before, and client 2 released it only later.

                             3         5        6         8        9        10
        client 2  Acquire()  |=========|                                        OK
        client 1  Acquire()                     |=========|                     OK <==
        client 2  Release()                                        |---------|  OK

        Shown: 3 of 5 operations; the other 2 are not needed to see it.

        Often the cause: the lock was granted by comparing and writing in two steps,
        or a holder lost it without knowing.
      "
    `);
  });
});
