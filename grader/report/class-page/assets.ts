import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Html } from './html.ts';

/** A file as an element of the page, and the hash by which the page's policy lets it in. */
interface Asset {
  readonly element: Html;
  readonly hash: string;
}

function asset(file: string, tag: 'style' | 'script'): Asset {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const hash = createHash('sha256').update(text).digest('base64');
  return { element: new Html(`<${tag}>${text}</${tag}>`), hash: `'sha256-${hash}'` };
}

export const STYLE = asset('page.css', 'style');
export const SCRIPT = asset('page.js', 'script');
