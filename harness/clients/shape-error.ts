/** A process answered with something that its lab's interface does not allow. */
export class ShapeError extends Error {}

/** The fields of an answer; none when it is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A whole number from 0 on, such as a term, an index or a version. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
