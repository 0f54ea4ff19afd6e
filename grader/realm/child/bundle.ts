import { mkdtempSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

let file: string | null = null;

/** The child's program as one file, bundled once in a process: a child can read nothing else of the project. */
export function bundleChild(): string {
  return (file ??= bundle());
}

function bundle(): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL('./child-main.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    tsconfigRaw: {},
  });
  const folder = mkdtempSync(join(tmpdir(), 'splitbrain-child-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  // Another user may run it.
  chmodSync(folder, 0o755);
  const path = join(folder, 'child.cjs');
  writeFileSync(path, outputFiles[0]?.text ?? '', { mode: 0o644 });
  return path;
}
