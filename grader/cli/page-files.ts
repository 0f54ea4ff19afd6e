import { readFileSync } from 'node:fs';
import type { PageFiles } from '../report/class-page/class-page.ts';

/** What is written into the page of a class. */
export function readPageFiles(): PageFiles {
  const read = (name: string): string =>
    readFileSync(new URL(`../report/class-page/${name}`, import.meta.url), 'utf8');
  return { style: read('page.css'), script: read('page.js') };
}
