import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  compileSubmission,
  type CompiledLab,
  type CompiledSubmission,
} from '../../realm/compile.ts';
import type { Edit, Style } from '../mutants/mutant.ts';

const CALIBRATION = fileURLToPath(new URL('..', import.meta.url));

/** The folder of a correct Raft. */
export function styleFolder(style: Style): string {
  return join(CALIBRATION, style === 'reference' ? 'reference' : join('styles', style));
}

/** Copies a correct Raft into `copy` and makes `edits`; throws when one does not fit exactly once. */
export function writeMutant(copy: string, style: Style, edits: readonly Edit[]): void {
  cpSync(styleFolder(style), copy, { recursive: true });
  for (const { file, find, replace } of edits) {
    const path = join(copy, 'src', 'raft', file);
    const parts = readFileSync(path, 'utf8').split(find);
    if (parts.length !== 2) {
      throw new Error(
        `the edit of ${style}/${file} must fit once, it fits ${parts.length - 1} times: ${find}`,
      );
    }
    writeFileSync(path, parts.join(replace));
  }
}

/** Compiles a correct Raft with `edits` made in a copy. */
export async function compileMutant(
  style: Style,
  edits: readonly Edit[],
  lab: CompiledLab,
): Promise<CompiledSubmission> {
  const copy = mkdtempSync(join(tmpdir(), 'splitbrain-mutant-'));
  try {
    writeMutant(copy, style, edits);
    return await compileSubmission(copy, lab);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
