import { describe, expect, it } from 'vitest';
import { MODELS } from '../models.ts';
import { answered } from '../operations.fixture.ts';
import { report } from './report.fixture.ts';

const X = { key: 'x' };
const text = (value: string) => ({ key: 'x', value });

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
