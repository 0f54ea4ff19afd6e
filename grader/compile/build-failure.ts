import type { BuildFailure, Message } from 'esbuild';
import { OWN, ownName } from './stack.ts';

/** More than this many errors help nobody; the first ones cause the others. */
const ERRORS_MAX = 5;

export function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

/** What did not compile: file, line, reason and the line's text. */
export function tellBuildFailure(failure: BuildFailure): string {
  return failure.errors.slice(0, ERRORS_MAX).map(tellError).join('\n');
}

function tellError({ location, text: said }: Message): string {
  // How the compiler is made to call a file is nothing that a student knows.
  const text = said.replaceAll(`${OWN}:`, '');
  if (location === null) return text;
  // The import is one of the lab's own programs, which is not where the student has to look.
  const bare = /^No matching export in "(.+)" for import "default"$/.exec(text)?.[1];
  if (bare !== undefined)
    return `${bare} has no default export; write 'export default' before its class`;
  const file = ownName(location.file);
  if (file === null) return text;
  return `${file}:${location.line}:${location.column + 1}: ${text}\n    ${location.lineText.trim()}`;
}
