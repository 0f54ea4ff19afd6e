import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import { SourceFiles, UnusableError, type EntryKind } from './source-files.ts';

/** Folders that are not even looked into: there may be very much in them, and none of it is wanted. */
const UNSEEN = new Set(['node_modules', '.git']);

/** Reads a folder's source files without following any link. Throws `UnusableError`. */
export function readFolder(folder: string): SourceFiles {
  const files = new SourceFiles();
  const walk = (inside: string): void => {
    for (const name of readdirSync(join(folder, inside)).toSorted()) {
      const path = inside === '' ? name : `${inside}/${name}`;
      const stats = lstatSync(join(folder, path));
      const kind = kindOf(stats);
      const wanted = files.admit(path, kind, stats.size);
      if (wanted !== null) files.put(wanted, readPlainFile(join(folder, path), stats.size));
      if (kind === 'folder' && !UNSEEN.has(name)) walk(path);
    }
  };
  walk('');
  return files;
}

function kindOf(stats: Stats): EntryKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'special file';
}

/** Reads what was a plain file a moment ago; whatever it is now, it is not followed and not waited for. */
function readPlainFile(path: string, bytes: number): Uint8Array {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (fstatSync(file).isFile() && fstatSync(file).size === bytes) return readFileSync(file);
    throw new UnusableError(`${path} changed while it was read`);
  } finally {
    closeSync(file);
  }
}
