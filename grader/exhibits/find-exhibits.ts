import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Exhibit } from '../../harness/scenario/exhibit.ts';

const LABS = fileURLToPath(new URL('../../labs', import.meta.url));

export interface FoundExhibit extends Exhibit {
  readonly lab: string;
  readonly name: string;
  readonly folder: string;
}

/** The exhibits of a lab, found by their folders, in the order of the parts that they belong to. */
export async function findExhibits(lab: string): Promise<FoundExhibit[]> {
  const folder = join(LABS, lab, 'exhibits');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const found = await Promise.all(names.map((name) => findExhibit(lab, name, join(folder, name))));
  return found.toSorted((a, b) => a.part.localeCompare(b.part));
}

async function findExhibit(lab: string, name: string, folder: string): Promise<FoundExhibit> {
  const file = pathToFileURL(join(folder, 'exhibit.ts')).href;
  const { exhibit } = (await import(file)) as { exhibit: Exhibit };
  return { ...exhibit, lab, name, folder };
}
