import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Lab } from '../../harness/scenario/scenario.ts';

/** Every lab, found by its folder: adding one touches no list. */
export async function findLabs(): Promise<Lab[]> {
  const folder = fileURLToPath(new URL('../../labs', import.meta.url));
  const files = readdirSync(folder)
    .map((name) => join(folder, name, 'lab.ts'))
    .filter((file) => existsSync(file));
  const labs: Lab[] = [];
  for (const file of files) {
    const module = (await import(pathToFileURL(file).href)) as { lab: Lab };
    labs.push(module.lab);
  }
  return labs.toSorted((a, b) => a.number - b.number);
}
