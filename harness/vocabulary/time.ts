/** Virtual time as people read it. */
export function seconds(timeUs: number): string {
  return `${(timeUs / 1_000_000).toFixed(3)} s`;
}

/** A point of a run between two events: this many events of the instant `atUs` are over. */
export interface Moment {
  readonly atUs: number;
  readonly after: number;
}

/** Below zero when `a` comes before `b`, zero when they are the same moment. */
export function compareMoments(a: Moment, b: Moment): number {
  return a.atUs - b.atUs || a.after - b.after;
}
