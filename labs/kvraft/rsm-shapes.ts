import { ShapeError } from '../../harness/clients/shape-error.ts';

/** Where the tester's counter stands after an operation. */
export interface Tally {
  readonly position: number;
  readonly counter: number;
}

/** Reads what `submit` resolved to; null for ErrWrongLeader. Throws `ShapeError`. */
export function readSubmitResult(text: string): Tally | null {
  const result = JSON.parse(text) as { err?: unknown; value?: unknown } | null;
  if (result?.err === 'ErrWrongLeader') return null;
  if (result?.err === 'OK' && isTally(result.value)) return result.value;
  throw new ShapeError(
    "submit() must resolve to { err: 'OK', value: what doOp returned } or { err: 'ErrWrongLeader' }; " +
      `it resolved to ${text}`,
  );
}

/** Reads what the tester's own counter reports. */
export function readReport(text: string): Tally & { readonly op: string | null } {
  const report: unknown = JSON.parse(text);
  // What a server gives to `restore` may be anything, and then so is the counter.
  if (!isTally(report)) {
    throw new ShapeError(
      `restore() must be given what snapshot() returned, unchanged; the counter is now ${text}`,
    );
  }
  const { position, counter, did } = report as Tally & { readonly did?: unknown };
  return { position, counter, op: did === undefined ? null : JSON.stringify(did) };
}

function isTally(value: unknown): value is Tally {
  if (typeof value !== 'object' || value === null) return false;
  const { position, counter } = value as Partial<Tally>;
  return Number.isSafeInteger(position) && Number.isSafeInteger(counter);
}
