import { HistoryError } from './history-error.ts';
import type { Operation } from './operation.ts';

/**
 * Throws HistoryError unless every operation ends after it began, and every client runs its
 * operations one at a time, in the order in which they stand. Clients may be interleaved in any way.
 *
 * `place` names an operation in the error; a file's reader passes the line.
 */
export function validateHistory(
  operations: readonly Operation[],
  place: (index: number) => string = (index) => `operation ${index + 1}`,
): void {
  const order = new ClientOrder();
  for (const [index, operation] of operations.entries()) {
    const fault = order.faultOf(operation);
    if (fault !== undefined) throw new HistoryError(`${place(index)}: ${fault}`);
  }
}

/** The same for operations that come one by one. */
export class ClientOrder {
  private readonly latestOf = new Map<string, Operation>();

  /** How many clients there are so far. */
  get clients(): number {
    return this.latestOf.size;
  }

  /** What is wrong with the operation beside those that came before it; undefined if nothing is. */
  faultOf(operation: Operation): string | undefined {
    const earlier = this.latestOf.get(operation.client);
    this.latestOf.set(operation.client, operation);
    return faultOfTimes(operation) ?? faultOfOrder(earlier, operation);
  }
}

function faultOfTimes({ callTime, returnTime, end }: Operation): string | undefined {
  if (!Number.isFinite(callTime)) return `callTime: expected a finite number, came ${callTime}`;
  if (returnTime === null) {
    return end === 'unknown'
      ? undefined
      : `returnTime: expected a number, since the operation ended ${end}, came null`;
  }
  if (!Number.isFinite(returnTime)) {
    return `returnTime: expected a finite number or null, came ${returnTime}`;
  }
  return returnTime < callTime
    ? `time goes back: called at ${callTime}, returned at ${returnTime}`
    : undefined;
}

function faultOfOrder(earlier: Operation | undefined, later: Operation): string | undefined {
  if (earlier === undefined) return undefined;
  if (later.callTime < earlier.callTime) {
    return (
      `time goes back: client ${later.client} calls ${later.op} at ${later.callTime}, ` +
      `but its ${earlier.op} before that was called at ${earlier.callTime}`
    );
  }
  if (earlier.returnTime !== null && earlier.returnTime <= later.callTime) return undefined;
  const until = earlier.returnTime === null ? 'and never returned' : `until ${earlier.returnTime}`;
  return (
    `client ${later.client} calls ${later.op} at ${later.callTime} while its ${earlier.op}, ` +
    `called at ${earlier.callTime}, is in flight (${until}): a client runs one operation at a time`
  );
}
