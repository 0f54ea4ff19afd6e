import { SourceMap } from 'node:module';

/** Name that a submission's script has in stack traces. */
export const SCRIPT_NAME = 'submission.js';

/**
 * The namespace of a submission's own files. In it the compiler looks up nothing by itself: no package.json, no
 * tsconfig.json and no folder of a submission can give it orders or lead it anywhere.
 */
export const OWN = 'submission';

/** A script whose lines can be told as those of the files that it was made of. */
export interface MappedScript {
  /** Its source map, as JSON text. */
  readonly map: string;
  /** Folder that file names in errors are relative to. */
  readonly folder: string;
}

const FRAME = /^\s*at (?:(.*?) \()?submission\.js:(\d+):(\d+)\)?$/;

/** A realm's stack with the student's own files and lines; frames that are not theirs are left out. */
export function mapStack(stack: string, script: MappedScript): string {
  const map = new SourceMap(JSON.parse(script.map));
  const frames: string[] = [];
  for (const line of stack.split('\n')) {
    const match = FRAME.exec(line);
    if (match === null) continue;
    const where = placeOf(map, Number(match[2]), Number(match[3]));
    if (where === null) continue;
    frames.push(match[1] === undefined ? where : `${where} in ${match[1]}`);
  }
  return frames.join('\n');
}

const PLACE = /^(\s*at .*?)\bsubmission\.js:(\d+):(\d+)(\)?\s*)$/;
const FRAME_START = /^\s*at /;

let mapped: { readonly map: string; readonly places: SourceMap } | null = null;

/** A text that may hold stacks of a realm, such as a line of a log, with the student's own files and lines in them. */
export function mapFrames(text: string, { map }: MappedScript): string {
  if (!text.includes(`${SCRIPT_NAME}:`)) return text;
  // A log may hold thousands of them, and reading a map takes milliseconds.
  if (mapped?.map !== map) mapped = { map, places: new SourceMap(JSON.parse(map)) };
  const { places } = mapped;
  const lines = text.split('\n').flatMap((line) => {
    const match = FRAME_START.test(line) ? PLACE.exec(line) : null;
    if (match === null) return [line];
    const [, head, row, column, tail] = match;
    const where = placeOf(places, Number(row), Number(column));
    return where === null ? [] : [`${head}${where}${tail}`];
  });
  return lines.join('\n');
}

/** File, line and column of the submission that a place in its script comes from; null when it is not of its own. */
export function placeOf(map: SourceMap, line: number, column: number): string | null {
  const entry = map.findEntry(line - 1, column - 1);
  const file = 'originalSource' in entry ? ownName(entry.originalSource) : null;
  if (file === null || !('originalLine' in entry)) return null;
  return `${file}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

/** Those of the submission's own files that a script was made of, sorted. */
export function ownFiles({ map }: MappedScript): string[] {
  const { sources } = JSON.parse(map) as { readonly sources: readonly string[] };
  return sources.flatMap((source) => ownName(source) ?? []).toSorted();
}

/** The path of one of the submission's own files, out of how the compiler calls it; null for any other. */
export function ownName(source: string): string | null {
  return source.startsWith(`${OWN}:`) ? source.slice(OWN.length + 1) : null;
}
