import { SourceMap } from 'node:module';
import { relative, resolve } from 'node:path';
import type { CompiledSubmission } from './compile.ts';

/** Name that a submission's script has in stack traces. */
export const SCRIPT_NAME = 'submission.js';

const FRAME = /^\s*at (?:(.*?) \()?submission\.js:(\d+):(\d+)\)?$/;

/** A realm's stack with the student's own files and lines; frames that are not theirs are left out. */
export function mapStack(stack: string, submission: CompiledSubmission): string {
  const map = new SourceMap(JSON.parse(submission.map));
  const frames: string[] = [];
  for (const line of stack.split('\n')) {
    const match = FRAME.exec(line);
    if (match === null) continue;
    const entry = map.findEntry(Number(match[2]) - 1, Number(match[3]) - 1);
    if (!('originalSource' in entry)) continue;
    const file = relative(submission.folder, resolve(submission.folder, entry.originalSource));
    if (file.startsWith('..')) continue;
    const where = `${file}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    frames.push(match[1] === undefined ? where : `${where} in ${match[1]}`);
  }
  return frames.join('\n');
}
