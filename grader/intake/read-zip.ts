import { crc32 } from 'node:zlib';
import { openPromise, type Entry } from 'yauzl';
import { SourceFiles, UnusableError, type EntryKind } from './source-files.ts';

/** Reads the source files of a zip file. Throws `UnusableError` when it is damaged or holds what it may not. */
export async function readZip(file: string): Promise<SourceFiles> {
  const files = new SourceFiles();
  const zip = await openPromise(file, { autoClose: false });
  try {
    const wanted: { readonly entry: Entry; readonly path: string }[] = [];
    for await (const entry of zip.eachEntry()) {
      const path = files.admit(entry.fileName, kindOf(entry), entry.uncompressedSize);
      if (path !== null) wanted.push({ entry, path });
    }
    // All names and sizes are known before the first byte is unpacked.
    for (const { entry, path } of wanted) {
      if (entry.isEncrypted()) throw new UnusableError(`'${path}' is encrypted`);
      const chunks: Buffer[] = [];
      // A stream ends with an error when it has more bytes than the directory says.
      for await (const chunk of await zip.openReadStreamPromise(entry))
        chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks);
      if (crc32(text) !== entry.crc32) throw new UnusableError(`'${path}' in it is damaged`);
      files.put(path, text);
    }
    return files;
  } finally {
    zip.close();
  }
}

/** The kinds of files as Unix has them, in the upper half of an entry's attributes. */
const KIND_BITS = 0o170_000;
const KINDS: ReadonlyMap<number, EntryKind> = new Map([
  // Made on a system that has no such kinds.
  [0, 'file'],
  [0o100_000, 'file'],
  [0o040_000, 'folder'],
  [0o120_000, 'link'],
]);

function kindOf({ externalFileAttributes, fileName }: Entry): EntryKind {
  if (/[/\\]$/.test(fileName)) return 'folder';
  return KINDS.get((externalFileAttributes >>> 16) & KIND_BITS) ?? 'special file';
}
