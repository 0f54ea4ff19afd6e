import { createHash } from 'node:crypto';
import { relative, resolve } from 'node:path';
import type { CompiledSubmission } from './compile.ts';

/**
 * SHA-256 of what the submission's own part of a script was made of, by name and text. Unlike the digest of the
 * script it is the same wherever the submission and this program lie.
 */
export function sourceDigest({ folder, map }: Pick<CompiledSubmission, 'folder' | 'map'>): string {
  const { sources, sourcesContent } = JSON.parse(map) as {
    sources: readonly string[];
    sourcesContent: readonly string[];
  };
  const own = sources
    .map((source, at) => ({
      name: relative(folder, resolve(folder, source)).replaceAll('\\', '/'),
      text: sourcesContent[at] ?? '',
    }))
    .filter(({ name }) => !name.startsWith('..') && name !== '<stdin>')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify(own.map(({ name, text }) => [name, text])))
    .digest('hex');
}
