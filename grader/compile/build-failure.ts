import { relative, resolve } from 'node:path';
import type { BuildFailure, Message } from 'esbuild';

/** More than this many errors help nobody; the first ones cause the others. */
const ERRORS_MAX = 5;

export function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

/** What did not compile: file, line, reason and the line's text, with files relative to `folder`. */
export function tellBuildFailure(failure: BuildFailure, folder: string): string {
  return failure.errors
    .slice(0, ERRORS_MAX)
    .map((each) => tellError(each, folder))
    .join('\n');
}

function tellError({ location, text }: Message, folder: string): string {
  if (location === null) return text;
  // The import is one of the lab's own programs, which is not where the student has to look.
  const bare = /^No matching export in "(.+)" for import "default"$/.exec(text)?.[1];
  if (bare !== undefined)
    return `${bare} has no default export; write 'export default' before its class`;
  const file = relative(folder, resolve(folder, location.file));
  return `${file}:${location.line}:${location.column + 1}: ${text}\n    ${location.lineText.trim()}`;
}
