import type { TraceEvent } from '../sim/trace-event.ts';
import type { Row } from './rows.ts';

/** Which lines of a story are told; what is left out asks for nothing. */
export interface RowFilter {
  /** Numbers of processes. */
  readonly processes?: ReadonlySet<number>;
  readonly fromUs?: number;
  readonly untilUs?: number;
  /** Steps that handle a call of this method, or the reply to one. */
  readonly call?: string;
  /** A text that is in the line, in capitals or not. */
  readonly grep?: string;
}

/** A line of a log, as filters see it: `call` is the method that its step is about, empty where it is about none. */
interface LoggedLine {
  readonly atUs: number;
  readonly process: number;
  readonly call: string;
  readonly text: string;
}

export function isLineWanted(
  filter: RowFilter,
  { atUs, process, call, text }: LoggedLine,
): boolean {
  if (!isInTime(filter, atUs) || filter.processes?.has(process) === false) return false;
  return (filter.call === undefined || call === filter.call) && isIn(filter.grep, text);
}

/** Whether a line of a story is told. What is no server's own, such as a partition, concerns all of them. */
export function isRowWanted(filter: RowFilter, row: Row): boolean {
  const { atUs, cells, across = '', by, logs } = row;
  if (atUs === null || !isInTime(filter, atUs)) return false;
  const { processes, call, grep } = filter;
  const who = [
    ...cells.flatMap(({ server, from }) => [server, from ?? server]),
    ...(by === undefined ? [] : [by]),
  ];
  if (processes !== undefined && who.length > 0 && !who.some((each) => processes.has(each))) {
    return false;
  }
  const calls = [row.call, ...cells.map((cell) => cell.call)];
  if (call !== undefined && !calls.includes(call)) return false;
  const words = cells.flatMap(({ parts, labels = [] }) => [
    ...parts.map((part) => part.words),
    ...labels,
  ]);
  return isIn(grep, [across, logs ?? '', ...words].join(' '));
}

function isInTime({ fromUs = 0, untilUs = Infinity }: RowFilter, atUs: number): boolean {
  return fromUs <= atUs && atUs <= untilUs;
}

function isIn(part: string | undefined, text: string): boolean {
  return part === undefined || text.toLowerCase().includes(part.toLowerCase());
}

/** The method that a step is about; empty for a timer and a start. */
export function callOf({ event, method }: TraceEvent & { kind: 'event' }): string {
  return 'method' in event ? event.method : method;
}
