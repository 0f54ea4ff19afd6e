import { floor, max, min, padded, placeIn, repeated, round, sqrt } from '../primordials.ts';
import { Texts } from './texts.ts';

/*
 * How the parts of a value are laid out: as `util.inspect` does it, so that a log reads as in Node. Up to three levels
 * stand on one line if they fit; long lists of short texts are set in columns.
 */

/** Columns of a line. */
export const LINE = 80;
/** Levels that may share a line. */
const LEVELS_TOGETHER = 3;
/** Lists of more elements are set in columns. */
const LIST_MIN = 6;
const COLUMNS_MAX = 15;

/** What stands in front of a value and around its parts. */
export interface Frame {
  /** Such as a function's name; empty for plain objects. */
  readonly base: string;
  readonly open: string;
  readonly close: string;
}

export interface Place {
  /** Blanks in front of the line on which the value begins. */
  readonly indent: number;
  /** How many levels are below the value. */
  readonly levelsBelow: number;
}

/** The parts of a value between its braces, on one line or on several. */
export function layOut(frame: Frame, parts: Texts, { indent, levelsBelow }: Place): string {
  const { base, open, close } = frame;
  const head = base === '' ? open : base + ' ' + open;
  if (levelsBelow < LEVELS_TOGETHER && fits(frame, parts, indent)) {
    const line = parts.joined(', ');
    if (placeIn(line, '\n') < 0) return head + ' ' + line + ' ' + close;
  }
  const newLine = '\n' + repeated(' ', indent);
  return head + newLine + '  ' + parts.joined(',' + newLine + '  ') + newLine + close;
}

function fits({ base, open }: Frame, parts: Texts, indent: number): boolean {
  if (placeIn(base, '\n') >= 0) return false;
  const start = parts.count + indent + open.length + base.length + 10;
  let length = parts.count + start;
  for (let i = 0; i < parts.count; i++) length += parts.at(i).length;
  return length <= LINE;
}

/** A list's elements in columns, a text for each line of them; the list itself where columns do not help. */
export function inColumns(
  parts: Texts,
  indent: number,
  { hasMore, areNumbers }: { readonly hasMore: boolean; readonly areNumbers: boolean },
): Texts {
  if (parts.count <= LIST_MIN) return parts;
  const count = hasMore ? parts.count - 1 : parts.count;
  const columns = columnsFor(parts, count, indent);
  if (columns <= 1) return parts;
  const side = areNumbers ? 'start' : 'end';
  const lines = new Texts();
  for (let from = 0; from < count; from += columns) {
    const end = min(from + columns, count);
    let line = '';
    for (let at = from; at < end; at++) {
      const width = widthOf(parts, count, at - from, columns);
      const isLast = at === end - 1;
      if (!isLast) line += padded(parts.at(at) + ', ', width + 2, side);
      else line += side === 'start' ? padded(parts.at(at), width, side) : parts.at(at);
    }
    lines.add(line);
  }
  if (hasMore) lines.add(parts.at(count));
  return lines;
}

function columnsFor(parts: Texts, count: number, indent: number): number {
  let total = 0;
  let longest = 0;
  for (let i = 0; i < count; i++) {
    total += parts.at(i).length + 2;
    longest = max(longest, parts.at(i).length);
  }
  const width = longest + 2;
  if (width * 3 + indent >= LINE || (total / width <= 5 && longest > 6)) return 1;
  // A character is about two and a half times as high as wide: this makes the block about square, and short texts wider.
  const typical = max(width - 3 - sqrt(width - total / parts.count), 1);
  const square = round(sqrt(2.5 * typical * count) / typical);
  return min(square, floor((LINE - indent) / width), LEVELS_TOGETHER * 4, COLUMNS_MAX);
}

function widthOf(parts: Texts, count: number, column: number, columns: number): number {
  let width = 0;
  for (let at = column; at < count; at += columns) width = max(width, parts.at(at).length);
  return width;
}
