/*
 * What a run may make this process keep. Correct solutions need 650 messages and timers at once, 40 MB of messages
 * in a run, and less than 1 MB of records.
 */

const WAITING_MAX = 100_000;
const SENT_BYTES_MAX = 400_000_000;
const RECORD_BYTES_MAX = 32_000_000;

/** What of a run takes room here. */
export interface Hoard {
  /** Messages on their way and timers that were set. */
  readonly waiting: number;
  /** Bytes of all messages so far. */
  readonly sentBytes: number;
  /** Bytes of the records of the process that took the last step. */
  readonly recordBytes: number;
}

/** Words for what is more than anybody needs; null when nothing is. */
export function excessOf({ waiting, sentBytes, recordBytes }: Hoard): string | null {
  if (waiting > WAITING_MAX) {
    return `more than ${WAITING_MAX} messages and timers wait to happen: they come faster than they are over`;
  }
  if (sentBytes > SENT_BYTES_MAX) {
    return `more than ${SENT_BYTES_MAX} bytes were sent: processes send without end`;
  }
  if (recordBytes > RECORD_BYTES_MAX) {
    return `more than ${RECORD_BYTES_MAX} bytes are on one disk: a process writes records without end`;
  }
  return null;
}
