import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { SourceFiles, UnusableError, type EntryKind } from './source-files.ts';

/** Bytes of a tar file, unpacked: with all that is left out of it, such as installed packages. */
const UNPACKED_BYTES_MAX = 300_000_000;

/** By this, and at this place, a tar file is known. */
export const TAR_MARK = 'ustar';
export const TAR_MARK_AT = 257;

const KINDS: Readonly<Record<string, EntryKind>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'folder',
  GNUDumpDir: 'folder',
  SymbolicLink: 'link',
  Link: 'link',
};

/** Reads the source files of a tar file, or of one in gzip. Throws `UnusableError` as `readZip` does. */
export async function readTar(file: string, isZipped: boolean): Promise<SourceFiles> {
  const files = new SourceFiles();
  let failure: Error | null = null;
  const take = (entry: ReadEntry): void => {
    const chunks: Buffer[] = [];
    let path: string | null = null;
    try {
      if (failure === null)
        path = files.admit(entry.path, KINDS[entry.type] ?? 'special file', entry.size);
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
    }
    const wanted = path;
    if (wanted === null) {
      entry.resume();
      return;
    }
    entry.on('data', (chunk: Buffer) => chunks.push(chunk));
    entry.on('end', () => files.put(wanted, Buffer.concat(chunks)));
  };
  const parser = new Parser({ strict: true, onReadEntry: take });
  parser.on('ignoredEntry', take);
  // The parser would keep whatever follows the end, all of it in one piece of memory.
  let isOver = false;
  parser.on('eof', () => {
    isOver = true;
  });
  const ended = new Promise<void>((resolve, reject) => {
    parser.on('end', resolve);
    parser.on('error', reject);
  });
  ended.catch(() => undefined);
  let bytes = 0;
  const feed = new Writable({
    write(chunk: Buffer, _encoding, done) {
      // The parser unpacks again what was packed twice, past the count of bytes here.
      if (
        bytes === 0 &&
        chunk.toString('latin1', TAR_MARK_AT, TAR_MARK_AT + TAR_MARK.length) !== TAR_MARK
      ) {
        failure = new UnusableError('it is a gzip file, but there is no tar file in it');
      }
      bytes += chunk.length;
      if (bytes > UNPACKED_BYTES_MAX) {
        failure ??= new UnusableError(`it unpacks to more than ${UNPACKED_BYTES_MAX} bytes`);
      }
      if (failure === null && !isOver) parser.write(chunk);
      done(failure);
    },
    final(done) {
      parser.end();
      done();
    },
  });
  const source = createReadStream(file);
  if (isZipped) await pipeline(source, createGunzip(), feed);
  else await pipeline(source, feed);
  await ended;
  if (failure !== null) throw failure;
  return files;
}
