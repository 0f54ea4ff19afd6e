import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../../harness/scenario/scenario.ts';

/** The labs of which any of the folders holds a file; all labs when there is none at all. */
export function labsIn(folders: readonly string[], labs: readonly Lab[]): readonly Lab[] {
  const found = labs.filter((lab) => folders.some((folder) => isSubmission(folder, [lab])));
  return found.length > 0 ? found : labs;
}

/** Whether a folder holds a file of any of the labs. */
export function isSubmission(folder: string, labs: readonly Lab[]): boolean {
  return labs.flatMap(ownPlaces).some((place) => existsSync(join(folder, place)));
}

/** Where a lab's own files may be; a later lab also stands on files of earlier ones. */
function ownPlaces({ id, modules }: Lab): string[] {
  const places = Object.values(modules).flat();
  return places.filter((place) => !place.startsWith('src/') || place.startsWith(`src/${id}/`));
}
