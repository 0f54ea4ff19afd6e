import { HistoryError } from './history-error.ts';
import type { End, Json, Operation } from './operation.ts';

/** A client calls an operation, or hears how it ended. Time in milliseconds. */
export type HistoryEvent =
  | {
      readonly kind: 'call';
      readonly time: number;
      readonly client: string;
      readonly op: string;
      readonly input: Json;
    }
  | {
      readonly kind: 'return';
      readonly time: number;
      readonly client: string;
      readonly output: Json;
      readonly end: End;
    };

type Call = Extract<HistoryEvent, { kind: 'call' }>;
type Return = Extract<HistoryEvent, { kind: 'return' }>;

/** A nanosecond: far below what a simulated network resolves, far above rounding. */
const TICK_MS = 1e-6;

/**
 * The operations that `events` tell of, in the order of their calls. What is still in flight at the
 * end is `unknown`, and never returned.
 *
 * Events of one instant are set a nanosecond apart, in the order given. A simulator knows that order,
 * and equal times would throw it away: a client whose answer comes at the instant of its next call
 * would seem to run the two at once, and a stale read would pass.
 *
 * Throws HistoryError for a second operation of a client in flight, a return without a call, and time
 * that goes back.
 */
export function buildHistory(events: Iterable<HistoryEvent>): Operation[] {
  const operations: Operation[] = [];
  const inFlight = new Map<string, number>();
  let latest = -Infinity;
  let position = -Infinity;
  for (const event of events) {
    refuseTimeGoingBack(event, latest);
    latest = event.time;
    position = event.time > position ? event.time : position + TICK_MS;
    const index = inFlight.get(event.client);
    const pending = index === undefined ? undefined : operations[index];
    if (event.kind === 'call') {
      refuseSecondInFlight(event, pending);
      inFlight.set(event.client, operations.length);
      operations.push(pendingOperation(event, position));
    } else {
      if (index === undefined || pending === undefined) throw returnWithoutCall(event);
      inFlight.delete(event.client);
      operations[index] = { ...pending, ...answer(event), returnTime: position };
    }
  }
  return operations;
}

function pendingOperation(event: Call, callTime: number): Operation {
  const { client, op, input } = event;
  return { client, op, input, output: null, callTime, returnTime: null, end: 'unknown' };
}

function answer({ output, end }: Return): Pick<Operation, 'output' | 'end'> {
  return { output, end };
}

function refuseTimeGoingBack(event: HistoryEvent, latest: number): void {
  if (event.time >= latest) return;
  throw new HistoryError(
    `time goes back: a ${event.kind} of client ${event.client} at ${event.time} comes after an event at ${latest}`,
  );
}

function refuseSecondInFlight(event: Call, pending: Operation | undefined): void {
  if (pending === undefined) return;
  throw new HistoryError(
    `client ${event.client} calls ${event.op} at ${event.time} while its ${pending.op}, ` +
      `called at ${pending.callTime}, is in flight: a client runs one operation at a time`,
  );
}

function returnWithoutCall(event: Return): HistoryError {
  return new HistoryError(
    `client ${event.client} hears an answer at ${event.time} but has nothing in flight`,
  );
}
