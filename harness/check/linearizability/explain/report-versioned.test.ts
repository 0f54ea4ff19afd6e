import { describe, expect, it } from 'vitest';
import { MODELS } from '../models.ts';
import { answered, failed, unanswered } from '../operations.fixture.ts';
import { report } from './report.fixture.ts';

const X = { key: 'x' };
const put = (value: string, version: number) => ({ key: 'x', value, version });
const seen = (value: string, version: number) => ({ value, version });

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
