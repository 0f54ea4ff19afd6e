import { describe, expect, it } from 'vitest';
import { MODELS } from '../models.ts';
import { answered } from '../operations.fixture.ts';
import { report } from './report.fixture.ts';

const X = { key: 'x' };
const text = (value: string) => ({ key: 'x', value });

const down = (fromTime: number, toTime: number) => ({ label: 'ctl-0 is down', fromTime, toTime });

describe('faults beside a violation', () => {
  it('tells those of one name on one line, with their number', () => {
    const history = [
      answered(9, [92, 119], 'put', text('new'), 'OK'),
      answered(8, [152, 160], 'get', X, ''),
    ];
    const lines = report(history, MODELS.kv, [down(10, 100), down(140, 151), down(155, 156)]);
    expect(lines.split('\n').filter((line) => line.includes('ctl-0'))).toMatchInlineSnapshot(`
      [
        "  ctl-0 is down, 3 times     ~~~~~~~~             ~             ~",
      ]
    `);
  });
});

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
