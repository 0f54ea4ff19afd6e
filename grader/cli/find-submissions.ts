import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { UsageError } from '../run/select.ts';

/** A folder to grade and the name that it goes by. */
export interface FoundSubmission {
  readonly name: string;
  readonly folder: string;
}

/**
 * The submissions that `paths` mean: each is a submission, or a folder of submissions. What is broken
 * or missing is found too, so that it gets its line; throws `UsageError` when no path exists at all.
 */
export function findSubmissions(paths: readonly string[], labs: readonly Lab[]): FoundSubmission[] {
  if (paths.every((path) => !existsSync(path))) {
    throw new UsageError(
      `there is no ${paths.join(' and no ')}; give folders that hold submissions`,
    );
  }
  const folders = paths.flatMap((path) => {
    const inside = isSubmission(path, labs) ? [] : foldersIn(path);
    return inside.some((each) => isSubmission(each, labs)) ? inside : [path];
  });
  const names = folders.map((folder) => basename(resolve(folder)));
  return folders.map((folder, at) => {
    const name = names[at] ?? folder;
    const isTwice = names.indexOf(name) !== names.lastIndexOf(name);
    return { name: isTwice ? folder : name, folder: resolve(folder) };
  });
}

/** The labs of which any of the folders holds a file; all labs when there is none at all. */
export function labsIn(folders: readonly string[], labs: readonly Lab[]): readonly Lab[] {
  const found = labs.filter((lab) => folders.some((folder) => isSubmission(folder, [lab])));
  return found.length > 0 ? found : labs;
}

function isSubmission(folder: string, labs: readonly Lab[]): boolean {
  return labs.flatMap(ownPlaces).some((place) => existsSync(join(folder, place)));
}

/** Where a lab's own files may be; a later lab also stands on files of earlier ones. */
function ownPlaces({ id, modules }: Lab): string[] {
  const places = Object.values(modules).flat();
  return places.filter((place) => !place.startsWith('src/') || place.startsWith(`src/${id}/`));
}

function foldersIn(path: string): string[] {
  if (!existsSync(path) || !statSync(path).isDirectory()) return [];
  return readdirSync(path)
    .filter((name) => !name.startsWith('.') && name !== 'node_modules')
    .map((name) => join(path, name))
    .filter((each) => statSync(each).isDirectory())
    .toSorted((a, b) => a.localeCompare(b, 'en'));
}
