import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  compileSubmission,
  type CompiledLab,
  type CompiledSubmission,
} from '../../compile/compile.ts';
import { UsageError } from '../../run/select.ts';
import type { Edit } from './mutant.ts';

const CALIBRATION = fileURLToPath(new URL('..', import.meta.url));

/** The reference solution of all labs: a workspace of the template's own layout. */
export const REFERENCE = join(CALIBRATION, 'reference');

/** What students begin with. */
export const TEMPLATE = fileURLToPath(new URL('../../../solutions-template', import.meta.url));

/**
 * Writes a correct solution of a style into `folder`: the reference, with the style's own files laid
 * over it, and `edits` made. Throws when an edit does not fit exactly once.
 */
export function writeWorkspace(folder: string, style: string, edits: readonly Edit[] = []): void {
  cpSync(REFERENCE, folder, { recursive: true });
  if (style !== 'reference') {
    cpSync(join(CALIBRATION, 'styles', style), folder, { recursive: true });
  }
  for (const { file, find, replace } of edits) {
    const path = join(folder, 'src', file);
    const parts = readFileSync(path, 'utf8').split(find);
    if (parts.length !== 2) {
      throw new UsageError(
        `the edit of ${style}/${file} must fit once, it fits ${parts.length - 1} times: ${find}`,
      );
    }
    writeFileSync(path, parts.join(replace));
  }
}

/** Compiles a correct solution of a style, with `edits` made in a copy. */
export async function compileStyle(
  lab: CompiledLab,
  style: string,
  edits: readonly Edit[] = [],
): Promise<CompiledSubmission> {
  const folder = mkdtempSync(join(tmpdir(), 'splitbrain-style-'));
  try {
    writeWorkspace(folder, style, edits);
    return await compileSubmission(folder, lab);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
