import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { SubmissionError } from './submission-error.ts';

export const LABS = fileURLToPath(new URL('../../labs', import.meta.url));
export const REFERENCE = fileURLToPath(new URL('../calibration/reference', import.meta.url));

/** How a lab's programs import a student's module, whatever its file is called. */
export const MODULE = 'submission:';

/** The path of each module that a lab wants, by its role. Throws `SubmissionError` when one is missing. */
export function findModules(
  folder: string,
  { modules }: Pick<Lab, 'modules'>,
  withReference: readonly string[],
): ReadonlyMap<string, string> {
  const roles = Object.entries(modules);
  if (!existsSync(folder)) throw new SubmissionError(`there is no folder ${folder}`);
  if (!statSync(folder).isDirectory()) {
    const place = roles[0]?.[1][0] ?? 'the submission';
    throw new SubmissionError(`${folder} is a file; give the folder that holds ${place}`);
  }
  return new Map(
    roles.map(([role, places]) => [role, findModule(folder, places, withReference)] as const),
  );
}

function findModule(
  folder: string,
  places: readonly string[],
  withReference: readonly string[],
): string {
  const found = places
    .map((each) => join(isOfReference(each, withReference) ? REFERENCE : folder, each))
    .find((each) => existsSync(each));
  if (found !== undefined) return found;
  const held = readdirSync(folder).slice(0, 8).join(', ') || 'nothing';
  throw new SubmissionError(`no ${places.join(' or ')} in ${folder}, which holds ${held}`);
}

/** Whether the reference's file stands in for the submission's at `path`, relative to its folder. */
export function isOfReference(path: string, withReference: readonly string[]): boolean {
  return withReference.some((lab) => path.startsWith(join('src', lab) + sep));
}
