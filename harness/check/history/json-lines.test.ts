import { describe, expect, it } from 'vitest';
import { formatHistory, parseHistory } from './json-lines.ts';
import type { Operation } from './operation.ts';

const PUT = '{"client":"1","op":"put","callTime":0,"returnTime":2,"end":"ok"}';

describe('a history file', () => {
  it('gives back what was written to it', () => {
    const history: Operation[] = [
      {
        client: '1',
        op: 'put',
        input: { key: 'x', value: 'a', version: 0 },
        output: 'OK',
        callTime: 0,
        returnTime: 3.5,
        end: 'ok',
      },
      {
        client: 'auditor',
        op: 'get',
        input: { key: 'x' },
        output: null,
        callTime: 1,
        returnTime: null,
        end: 'unknown',
      },
    ];
    expect(formatHistory(history)).toMatchInlineSnapshot(`
      "{"client":"1","op":"put","input":{"key":"x","value":"a","version":0},"output":"OK","callTime":0,"returnTime":3.5,"end":"ok"}
      {"client":"auditor","op":"get","input":{"key":"x"},"output":null,"callTime":1,"returnTime":null,"end":"unknown"}
      "
    `);
    expect(parseHistory(formatHistory(history))).toEqual(
      history.map((operation, index) => ({ ...operation, line: index + 1 })),
    );
  });

  it('may leave out what is null, number its clients, and have empty lines', () => {
    const text = '\n{"client":7,"op":"read","callTime":1,"end":"unknown"}\r\n\n';
    expect(parseHistory(text)).toEqual([
      {
        client: '7',
        op: 'read',
        input: null,
        output: null,
        callTime: 1,
        returnTime: null,
        end: 'unknown',
        line: 2,
      },
    ]);
  });

  it('may be empty', () => {
    expect(parseHistory('')).toEqual([]);
  });

  it.each([
    [
      'half a line',
      `${PUT}\n{"client":"1","op`,
      'line 2: expected one operation as a JSON object, came {"client":"1","op',
    ],
    ['something else', '[1,2]', 'line 1: expected one operation as a JSON object, came [1,2]'],
    [
      'no client',
      '{"op":"get","callTime":1,"end":"unknown"}',
      'line 1: client: expected a name or a whole number, came nothing',
    ],
    [
      'a client that is a list',
      '{"client":[],"op":"get","callTime":1,"end":"unknown"}',
      'line 1: client: expected a name or a whole number, came []',
    ],
    [
      'no time',
      '{"client":1,"op":"get","end":"unknown"}',
      'line 1: callTime: expected a number, came nothing',
    ],
    [
      'a time in words',
      '{"client":1,"op":"get","callTime":"soon","end":"unknown"}',
      'line 1: callTime: expected a number, came "soon"',
    ],
    [
      'an unknown end',
      '{"client":1,"op":"get","callTime":1,"returnTime":2,"end":"done"}',
      'line 1: end: expected "ok", "failed" or "unknown", came "done"',
    ],
    [
      'a misspelt field',
      '{"client":1,"op":"get","calltime":1,"end":"ok"}',
      'line 1: no field is called "calltime"; there are client, op, input, output, callTime, returnTime, end',
    ],
    [
      'time going back',
      PUT.replace('2', '-2'),
      'line 1: time goes back: called at 0, returned at -2',
    ],
    [
      'two in flight',
      `${PUT}\n\n${PUT.replace('0', '1')}`,
      'line 3: client 1 calls put at 1 while its put, called at 0, is in flight (until 2)',
    ],
  ])('is refused for %s, with the line and what came', (_what, text, message) => {
    expect(() => parseHistory(text)).toThrow(message);
  });
});
