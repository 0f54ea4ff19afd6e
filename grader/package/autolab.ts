import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create } from 'tar';
import { graderFiles, runtimePackages, script, type PackedFile } from './grader-files.ts';
import { sharedFiles } from './gradescope.ts';
import type { Manifest, PackageRequest } from './manifest.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The folder in the archive; the Makefile knows it. */
const INSIDE = 'autograde';

/**
 * Writes the two files of an Autolab autograder into a folder. Its machines have no network, so the archive brings
 * the packages that are installed here, which are those of this kind of machine.
 */
export function writeAutolab(folder: string, request: PackageRequest, manifest: Manifest): void {
  const { course, secret } = request;
  const staged = mkdtempSync(join(tmpdir(), 'splitbrain-autolab-'));
  try {
    const inside = join(staged, INSIDE);
    writeFiles(inside, [
      { name: 'autolab-grade.sh', content: script('autolab-grade.sh'), isProgram: true },
      ...sharedFiles(course, secret, manifest),
      ...graderFiles('splitbrain'),
    ]);
    for (const name of runtimePackages()) {
      cpSync(join(ROOT, name), join(inside, 'splitbrain', name), { recursive: true });
    }
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'autograde.tar');
    create({ sync: true, file, cwd: staged, portable: true, noMtime: true }, [INSIDE]);
    writeFileSync(join(folder, 'autograde-Makefile'), script('autograde-Makefile'));
  } finally {
    rmSync(staged, { recursive: true });
  }
}

/** Writes files under a folder, with the folders that they are in. */
export function writeFiles(folder: string, files: readonly PackedFile[]): void {
  for (const { name, content, isProgram } of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode: isProgram === true ? 0o755 : 0o644 });
  }
}
