import { SourceMap } from 'node:module';
import { relative, resolve } from 'node:path';

/** Name that a submission's script has in stack traces. */
export const SCRIPT_NAME = 'submission.js';

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
    const entry = map.findEntry(Number(match[2]) - 1, Number(match[3]) - 1);
    if (!('originalSource' in entry)) continue;
    const file = relative(script.folder, resolve(script.folder, entry.originalSource));
    if (file.startsWith('..')) continue;
    const where = `${file}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    frames.push(match[1] === undefined ? where : `${where} in ${match[1]}`);
  }
  return frames.join('\n');
}
