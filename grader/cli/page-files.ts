import { readFileSync } from 'node:fs';
import type { PageFiles } from '../report/class-page/class-page.ts';

/** What is written into the page of a class. */
export function readPageFiles(): PageFiles {
  return { style: read('page.css'), script: read('page.js') };
}

function read(name: string): string {
  return readFileSync(new URL(`../report/class-page/${name}`, import.meta.url), 'utf8');
}
