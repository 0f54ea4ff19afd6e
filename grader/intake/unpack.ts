import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../run/select.ts';
import type { Content } from './handed-in.ts';
import { readFolder } from './read-folder.ts';
import { readTar, TAR_MARK, TAR_MARK_AT } from './read-tar.ts';
import { readZip } from './read-zip.ts';
import { UnusableError, type SourceFiles } from './source-files.ts';
import { messageOf } from '../message-of.ts';

/** A larger archive is no submission of source files. */
const ARCHIVE_BYTES_MAX = 100_000_000;

/** Names that are taken for archives in a folder of submissions. */
export const ARCHIVE_NAME = /\.(?:zip|tar|tar\.gz|tgz)$/i;

/** Archives that cannot be read, which somebody has handed in all the same. */
export const OTHER_ARCHIVE_NAME = /\.(?:rar|7z|gz|bz2|tbz2?|xz|txz|zst)$/i;

/** Copies the source files of a folder or an archive, once all of them are checked, into the folder `to`. */
export async function unpack(from: string, to: string): Promise<Content> {
  try {
    const read = await readSources(insideOf(from));
    const files = read.unwrapped();
    if (files.size === 0) throw new UnusableError(read.tellOthers());
    for (const [path, text] of files) {
      const target = join(to, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text, { flag: 'wx' });
    }
    return { kind: 'folder', folder: to };
  } catch (error) {
    if (isDiskFull(error)) {
      throw new UsageError(
        `the disk is full: ${from} cannot be unpacked into ${to}. Make room, and give the same command again`,
      );
    }
    const reason = messageOf(error);
    const isOurs = error instanceof UnusableError;
    if (isOurs) return { kind: 'unusable', reason };
    // What the system refuses has a name; everything else is said of the archive's bytes.
    const isSystem = error instanceof Error && 'syscall' in error;
    const what = isSystem ? 'cannot be read' : 'the archive is damaged; ask for it again';
    return { kind: 'unusable', reason: `${what} (${reason})` };
  }
}

/** The archive that is all that a folder has, as course platforms wrap what is handed in; otherwise the folder. */
function insideOf(from: string): string {
  if (statSync(from, { throwIfNoEntry: false })?.isDirectory() !== true) return from;
  const [only, ...others] = readdirSync(from).filter((name) => !name.startsWith('.'));
  return only !== undefined && others.length === 0 && ARCHIVE_NAME.test(only)
    ? join(from, only)
    : from;
}

async function readSources(from: string): Promise<SourceFiles> {
  const stats = statSync(from, { throwIfNoEntry: false });
  if (stats === undefined) throw new UnusableError('it is not there');
  if (stats.isDirectory()) return readFolder(from);
  if (!stats.isFile()) throw new UnusableError('it is neither a folder nor a file');
  if (stats.size > ARCHIVE_BYTES_MAX) {
    throw new UnusableError(
      `it has ${stats.size} bytes; an archive may have ${ARCHIVE_BYTES_MAX} bytes`,
    );
  }
  switch (formatOf(from)) {
    case 'zip':
      return readZip(from);
    case 'gzip':
      return readTar(from, true);
    case 'tar':
      return readTar(from, false);
    case 'unknown':
      throw new UnusableError('it is no folder, zip, tar or tar.gz file');
  }
}

/** What a file is by its first bytes: names lie. */
function formatOf(file: string): 'zip' | 'gzip' | 'tar' | 'unknown' {
  const head = Buffer.alloc(512);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, head);
  } finally {
    closeSync(descriptor);
  }
  const first = head.toString('hex', 0, 4);
  // The second one is an empty zip file's.
  if (first === '504b0304' || first === '504b0506') return 'zip';
  if (first.startsWith('1f8b')) return 'gzip';
  const mark = head.toString('latin1', TAR_MARK_AT, TAR_MARK_AT + TAR_MARK.length);
  return mark === TAR_MARK ? 'tar' : 'unknown';
}

function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
