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

function isSubmission(folder: string, labs: readonly Lab[]): boolean {
  const places = labs.flatMap(({ modules }) => Object.values(modules).flat());
  return places.some((place) => existsSync(join(folder, place)));
}

function foldersIn(path: string): string[] {
  if (!existsSync(path) || !statSync(path).isDirectory()) return [];
  return readdirSync(path)
    .filter((name) => !name.startsWith('.') && name !== 'node_modules')
    .map((name) => join(path, name))
    .filter((each) => statSync(each).isDirectory())
    .toSorted((a, b) => a.localeCompare(b, 'en'));
}
