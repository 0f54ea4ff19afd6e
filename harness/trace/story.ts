import type { TraceEvent } from './trace.ts';

/** What a lab says of one event, in a few words for its server's column; null to leave it out. */
export type Describe = (event: TraceEvent) => { server: number; words: string } | null;

const COLUMN = 22;

/** The last `lines` relevant events of a run: one line per state change, a column per server. */
export function tellStory(
  events: readonly TraceEvent[],
  servers: number,
  describe: Describe,
  lines: number,
): string[] {
  const told: string[] = [];
  for (let i = events.length - 1; i >= 0 && told.length < lines; i--) {
    const event = events[i] as TraceEvent;
    const line = describe(event);
    if (line !== null) told.push(row(event.atUs, line.server, line.words));
  }
  const heads = Array.from({ length: servers }, (_, server) => `server ${server}`.padEnd(COLUMN));
  return [`${'time'.padStart(10)}  ${heads.join('').trimEnd()}`, ...told.toReversed()];
}

function row(atUs: number, server: number, words: string): string {
  const time = (atUs / 1_000_000).toFixed(3).padStart(10);
  return `${time}  ${' '.repeat(COLUMN * Math.max(0, server))}${words}`;
}
