import type { ShownOperation } from './explain.ts';
import { sayClient, sayTime, shorten } from './words.ts';

/** Something that happened while clients were at work: a partition, a crash. */
export interface Annotation {
  readonly label: string;
  readonly fromTime: number;
  /** Infinity if it never ended. */
  readonly toTime: number;
}

/** Columns of a terminal. */
const WIDTH = 80;
const INDENT = '  ';
const GAP = 2;
const WIDEST_LABEL = 36;
const WIDEST_ANSWER = 18;
const TRIGGER_MARK = ' <==';

/**
 * Draws operations in the order of their calls, one a line: `|====|` from call to return, `|===>` where
 * the end is unknown, dashes for those that the contradiction does not need. Below, the annotations that
 * overlap them. Time runs to the right, but only its order is to scale.
 */
export function drawOperations(
  shown: readonly ShownOperation[],
  annotations: readonly Annotation[] = [],
  width: number = WIDTH,
): string[] {
  const labels = shown.map(({ operation, call }) => `${sayClient(operation)}  ${call}`);
  const from = Math.min(...shown.map(({ operation }) => operation.callTime));
  const to = Math.max(...shown.map(({ operation }) => operation.returnTime ?? operation.callTime));
  const overlapping = annotations.filter(
    ({ fromTime, toTime }) => fromTime <= to && toTime >= from,
  );
  const beside = alike(overlapping);
  const labelWidth = widest([...labels, ...beside.map(({ label }) => label)], WIDEST_LABEL);
  const answerWidth = widest(shown.map(answerOf), WIDEST_ANSWER + TRIGGER_MARK.length);
  const barWidth = width - INDENT.length - labelWidth - answerWidth - 2 * GAP;
  const scale = new Scale(shown, barWidth);
  const line = (label: string, bar: string, answer: string): string => {
    const start = shorten(label, labelWidth).padEnd(labelWidth + GAP);
    return `${INDENT}${start}${bar.padEnd(barWidth + GAP)}${answer}`.trimEnd();
  };
  return [
    line('', scale.header(), ''),
    ...shown.map((operation, index) =>
      line(labels[index] ?? '', barOf(operation, scale), answerOf(operation)),
    ),
    ...beside.map(({ label, times }) => line(label, waves(times, scale), '')),
  ];
}

/** What happened several times under one label, on one line: `server 0 is down, 3 times`. */
interface Beside {
  readonly label: string;
  readonly times: readonly Annotation[];
}

function alike(annotations: readonly Annotation[]): Beside[] {
  return [...new Set(annotations.map(({ label }) => label))].map((label) => {
    const times = annotations.filter((each) => each.label === label);
    return { label: times.length === 1 ? label : `${label}, ${times.length} times`, times };
  });
}

function waves(times: readonly Annotation[], scale: Scale): string {
  let bar = '';
  for (const { fromTime, toTime } of times) {
    const [start, end] = [scale.column(fromTime), scale.column(toTime)];
    bar = bar.padEnd(start) + '~'.repeat(Math.max(0, end + 1 - Math.max(start, bar.length)));
  }
  return bar;
}

function answerOf({ answer, role }: ShownOperation): string {
  return shorten(answer, WIDEST_ANSWER) + (role === 'trigger' ? TRIGGER_MARK : '');
}

function widest(texts: readonly string[], limit: number): number {
  return Math.min(limit, Math.max(...texts.map(({ length }) => length)));
}

function barOf({ operation, role }: ShownOperation, scale: Scale): string {
  const { callTime, returnTime, end } = operation;
  const isOpen = end === 'unknown' || returnTime === null;
  const start = scale.column(callTime);
  const stop = isOpen ? scale.last : scale.column(returnTime);
  const filling = (role === 'companion' ? '-' : '=').repeat(Math.max(0, stop - start - 1));
  const tail = stop === start ? '' : isOpen ? '>' : '|';
  return `${' '.repeat(start)}|${filling}${tail}`;
}

/** Spreads the calls and returns of the operations evenly over the columns. */
class Scale {
  readonly last: number;
  private readonly times: readonly number[];

  constructor(shown: readonly ShownOperation[], width: number) {
    this.last = width - 1;
    const times = shown.flatMap(({ operation: { callTime, returnTime } }) =>
      returnTime === null ? [callTime] : [callTime, returnTime],
    );
    this.times = [...new Set(times)].toSorted((a, b) => a - b);
  }

  /** Between two of the times, the column between theirs; outside, the first or the last column. */
  column(time: number): number {
    const atOrAfter = this.times.findIndex((known) => known >= time);
    if (atOrAfter < 0) return this.last;
    const isExact = this.times[atOrAfter] === time;
    const index = isExact ? atOrAfter : Math.max(0, atOrAfter - 0.5);
    return Math.round((index * this.last) / Math.max(1, this.times.length - 1));
  }

  /** The times, each above its column, as far as there is room. */
  header(): string {
    let header = '';
    for (const time of this.times) {
      const column = this.column(time);
      const text = sayTime(time);
      const start = Math.min(column, this.last + 1 - text.length);
      if (header === '' || start > header.length) header = header.padEnd(start) + text;
    }
    return header;
  }
}
