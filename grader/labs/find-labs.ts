import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Lab } from '../../harness/scenario/scenario.ts';

const LABS = fileURLToPath(new URL('../../labs', import.meta.url));

/** Every lab, found by its folder: adding one touches no list. */
export async function findLabs(): Promise<Lab[]> {
  const ids = readdirSync(LABS).filter((name) => existsSync(join(LABS, name, 'lab.ts')));
  const labs = await Promise.all(ids.map((id) => findLab(id)));
  return labs.toSorted((a, b) => a.number - b.number);
}

/** The lab of that id, without loading any other. */
export async function findLab(id: string): Promise<Lab> {
  const file = pathToFileURL(join(LABS, id, 'lab.ts')).href;
  const module = (await import(file)) as { lab: Lab };
  return module.lab;
}
