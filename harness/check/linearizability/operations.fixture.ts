import type { Json, Operation } from '../history/operation.ts';

/* Test support: operations in few words. */

/** An operation that was answered. */
export function answered(
  client: number,
  [callTime, returnTime]: readonly [number, number],
  op: string,
  input: Json,
  output: Json,
): Operation {
  return { client: String(client), op, input, output, callTime, returnTime, end: 'ok' };
}

/** The same operation, but definitely not done. */
export function failed(operation: Operation): Operation {
  return { ...operation, end: 'failed' };
}

/** An operation that was called, and whose client never heard back. */
export function unanswered(client: number, callTime: number, op: string, input: Json): Operation {
  return {
    client: String(client),
    op,
    input,
    output: null,
    callTime,
    returnTime: null,
    end: 'unknown',
  };
}
