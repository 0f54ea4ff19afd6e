import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SimilarPair } from '../grading/graded-class.ts';
import type { HandedIn } from '../intake/handed-in.ts';
import { readFolder } from '../intake/read-folder.ts';
import { UsageError } from '../run/select.ts';

const DOLOS = fileURLToPath(new URL('./dolos.js', import.meta.url));
const TEMPLATE = fileURLToPath(new URL('../../solutions-template', import.meta.url));

/**
 * Solutions of Raft that were written apart have up to 0.45 in common, by the kind of the task; variants of one have 0.9
 * and more.
 */
const SIMILARITY_MIN = 0.6;
/** More pairs than anybody looks at. */
const PAIRS_MAX = 200;
/** Of one submission: many times what all labs have. Beyond it, one submission would cost as much as a class. */
const LETTERS_MAX = 400_000;
/** A hundred submissions take seconds; many that are alike take longer. */
const TIME_MS_MAX = 30 * 60_000;
const HEAP_MB = 4_096;

const INSTALL =
  'similar code is found by Dolos, which is not installed. In the folder of splitbrain: ' +
  'npm install --no-save @dodona/dolos-lib (it compiles parsers for some minutes, for which it needs ' +
  'a C++ compiler, Python and the headers of Node; it takes 450 MB)';

/** Throws `UsageError`, which says how to get it, where Dolos is not installed. */
export function demandDolos(): void {
  const { status } = spawnSync(process.execPath, [DOLOS, 'check'], { stdio: 'ignore' });
  if (status !== 0) throw new UsageError(INSTALL);
}

/**
 * The pairs of submissions that have the most code in common, as Dolos finds it (https://dolos.ugent.be). What the
 * template has counts for nothing. Throws when Dolos fails or takes too long.
 */
export function findSimilar(handedIn: readonly HandedIn[]): SimilarPair[] {
  const given = handedIn.flatMap(({ name, content }) =>
    content.kind === 'folder' ? [{ name, text: textOf(content.folder) }] : [],
  );
  if (given.length < 2) return [];
  const input = JSON.stringify({
    texts: given.map(({ text }) => text),
    template: textOf(TEMPLATE),
    least: SIMILARITY_MIN,
    most: PAIRS_MAX,
  });
  const args = [`--max-old-space-size=${HEAP_MB}`, DOLOS];
  const limits = { timeout: TIME_MS_MAX, maxBuffer: Infinity, encoding: 'utf8' } as const;
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, {
    input,
    ...limits,
  });
  if (status !== 0) {
    throw new Error(`Dolos ended with ${signal ?? `exit code ${status}`}: ${stderr.trim()}`);
  }
  return (JSON.parse(stdout) as Found[]).map(({ places: [a, b], similarity, longest }) => ({
    names: [given[a]?.name ?? '', given[b]?.name ?? ''],
    similarity,
    longest,
  }));
}

interface Found {
  readonly places: readonly [number, number];
  readonly similarity: number;
  readonly longest: number;
}

/** All code of a folder in one text, in the order of its files' names. */
function textOf(folder: string): string {
  const files = [...readFolder(folder).unwrapped()].filter(([path]) => !path.endsWith('.json'));
  const sorted = files.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const decoder = new TextDecoder();
  return sorted
    .map(([, text]) => decoder.decode(text))
    .join('\n')
    .slice(0, LETTERS_MAX);
}
