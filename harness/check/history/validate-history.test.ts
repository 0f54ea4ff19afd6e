import { describe, expect, it } from 'vitest';
import type { Operation } from './operation.ts';
import { validateHistory } from './validate-history.ts';

function operation(fields: Partial<Operation>): Operation {
  return {
    client: '1',
    op: 'get',
    input: null,
    output: null,
    callTime: 0,
    returnTime: 1,
    end: 'ok',
    ...fields,
  };
}

describe('a history', () => {
  it('may have clients in any order', () => {
    validateHistory([
      operation({ client: '1', callTime: 5, returnTime: 9 }),
      operation({ client: '2', callTime: 1, returnTime: 3 }),
    ]);
  });

  it('may have a client call at the instant of its last return', () => {
    validateHistory([
      operation({ callTime: 1, returnTime: 3 }),
      operation({ callTime: 3, returnTime: 3 }),
    ]);
  });

  it('may have a client go on after an operation of unknown end', () => {
    validateHistory([
      operation({ callTime: 1, returnTime: 3, end: 'unknown' }),
      operation({ callTime: 4, returnTime: 5 }),
    ]);
  });

  it.each([
    {
      what: 'an operation that returns before its call',
      operations: [operation({ callTime: 4, returnTime: 3 })],
      message: 'operation 1: time goes back: called at 4, returned at 3',
    },
    {
      what: 'a client that goes back in time',
      operations: [
        operation({ callTime: 4, returnTime: 5 }),
        operation({ op: 'put', callTime: 1, returnTime: 2 }),
      ],
      message:
        'operation 2: time goes back: client 1 calls put at 1, but its get before that was called at 4',
    },
    {
      what: 'two operations of a client in flight',
      operations: [
        operation({ returnTime: 5 }),
        operation({ op: 'put', callTime: 3, returnTime: 9 }),
      ],
      message:
        'operation 2: client 1 calls put at 3 while its get, called at 0, is in flight (until 5): ' +
        'a client runs one operation at a time',
    },
    {
      what: 'a client that goes on although it never heard back',
      operations: [
        operation({ returnTime: null, end: 'unknown' }),
        operation({ op: 'put', callTime: 3, returnTime: 9 }),
      ],
      message:
        'operation 2: client 1 calls put at 3 while its get, called at 0, is in flight ' +
        '(and never returned): a client runs one operation at a time',
    },
    {
      what: 'an answer at no time',
      operations: [operation({ returnTime: null })],
      message:
        'operation 1: returnTime: expected a number, since the operation ended ok, came null',
    },
    {
      what: 'a time that is no number',
      operations: [operation({ callTime: Number.NaN })],
      message: 'operation 1: callTime: expected a finite number, came NaN',
    },
    {
      what: 'a return that is infinitely late',
      operations: [operation({ returnTime: Infinity })],
      message: 'operation 1: returnTime: expected a finite number or null, came Infinity',
    },
  ])('cannot have $what', ({ operations, message }) => {
    expect(() => validateHistory(operations)).toThrow(message);
  });
});
