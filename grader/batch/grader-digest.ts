import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VERSION } from '../version.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Folders with everything that the course of a run, and so a verdict, depends on. */
const DECISIVE = [
  'harness',
  'labs',
  'grader/compile',
  'grader/realm',
  'grader/run',
  'grader/system',
  'grader/calibration/reference',
];

let digest: string | null = null;

/** SHA-256 of the program, as far as verdicts depend on it; results of another one are not comparable. */
export function graderDigest(): string {
  digest ??= DECISIVE.flatMap((folder) => filesIn(folder))
    .reduce(
      (hash, file) =>
        hash
          .update(`${file}\n`)
          .update(readFileSync(join(ROOT, file)))
          .update('\n'),
      createHash('sha256').update(`${VERSION}\n`),
    )
    .digest('hex');
  return digest;
}

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.test|\.fixture)\.[jt]s$/.test(name))
    .map((name) => `${folder}/${name.split(sep).join('/')}`)
    .toSorted();
}
