import { createHash } from 'node:crypto';
import { relative, resolve } from 'node:path';
import type { MappedScript } from './stack.ts';

/** A file of a submission's own that went into its script. */
interface OwnSource {
  /** Relative to the submission's folder, with slashes. */
  readonly name: string;
  readonly text: string;
}

/** The submission's own part of what a script was made of, by name. */
export function ownSources({ folder, map }: MappedScript): OwnSource[] {
  const { sources, sourcesContent } = JSON.parse(map) as {
    sources: readonly string[];
    sourcesContent: readonly string[];
  };
  return sources
    .map((source, at) => ({
      name: relative(folder, resolve(folder, source)).replaceAll('\\', '/'),
      text: sourcesContent[at] ?? '',
    }))
    .filter(({ name }) => !name.startsWith('..') && name !== '<stdin>')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** SHA-256 of sources. Unlike that of a script it is the same wherever the submission and this program lie. */
export function sourceDigest(sources: readonly OwnSource[]): string {
  return createHash('sha256')
    .update(JSON.stringify(sources.map(({ name, text }) => [name, text])))
    .digest('hex');
}
