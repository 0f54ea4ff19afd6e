import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { openPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import type { PackedFile } from './grader-files.ts';

/** The same files give the same zip: its times say nothing. */
const TIME = new Date(2020, 0, 1);
const PROGRAM = 0o100_755;
const FILE = 0o100_644;

/** Writes a zip file; rejects with the reason when it cannot be written. */
export async function writeZip(path: string, files: readonly PackedFile[]): Promise<void> {
  const zip = new ZipFile();
  for (const { name, content, isProgram } of files) {
    const mode = isProgram === true ? PROGRAM : FILE;
    zip.addBuffer(Buffer.from(content), name, { mtime: TIME, mode });
  }
  zip.end();
  const out = createWriteStream(path);
  zip.outputStream.pipe(out);
  await once(out, 'close');
}

/** The text of one file in a zip file; null when it is not there. Rejects when it is no zip file. */
export async function readFromZip(path: string, name: string): Promise<string | null> {
  const zip = await openPromise(path, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== name) continue;
      const chunks: Buffer[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry))
        chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString();
    }
    return null;
  } finally {
    zip.close();
  }
}
