/** What lateness costs: the points earned are multiplied by `factor`. */
export interface Lateness {
  /** Begun days after the deadline and its grace. */
  readonly days: number;
  readonly factor: number;
}

/** What a course says of late submissions. */
export interface LatePolicy {
  /** ISO 8601 with its offset from UTC. */
  readonly due: string;
  /** Lateness up to this costs nothing. */
  readonly graceMinutes: number;
  /** Taken off the points for each day that has begun. */
  readonly percentPerDay: number;
  /** After so many days nothing is earned; null for no such day. */
  readonly daysMax: number | null;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const IN_TIME: Lateness = { days: 0, factor: 1 };

/** What the lateness of a submission costs. Without a deadline or a time of submission it costs nothing. */
export function latenessOf(submittedAt: string | null, policy: LatePolicy | null): Lateness {
  if (submittedAt === null || policy === null) return IN_TIME;
  const { due, graceMinutes, percentPerDay, daysMax } = policy;
  const lateMs = Date.parse(submittedAt) - Date.parse(due);
  if (lateMs <= graceMinutes * MINUTE_MS) return IN_TIME;
  // Grace is forgiveness, and no later deadline: who misses it too is late from the deadline on.
  const days = Math.ceil(lateMs / DAY_MS);
  const isOver = daysMax !== null && days > daysMax;
  const percent = isOver ? 0 : Math.max(0, 100 - percentPerDay * days);
  return { days, factor: percent / 100 };
}
