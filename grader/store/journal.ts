import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../run/select.ts';
import { lockFolder } from './lock.ts';
import { makeFolders } from './make-folders.ts';
import { messageOf } from '../message-of.ts';

/** The journal cannot take another entry; all that it has taken is intact. */
export class JournalError extends UsageError {}

/** How a journal writes; another one stands in for a disk that fills up. */
export type Write = (file: number, bytes: Uint8Array) => number;

const LINE_FEED = 10;

/**
 * Entries on a disk, one a line, each behind its checksum. An entry that was added survives the death of the
 * process at any moment; one that was being added is whole or not there.
 */
export class Journal<Entry> {
  readonly file: string;
  /** What was there when it was opened. */
  readonly entries: readonly Entry[];
  /** What was damaged and is left out, in words; null when nothing was. */
  readonly damage: string | null;
  private readonly descriptor: number;
  private readonly write: Write;
  private bytes: number;

  /**
   * Opens or begins the journal of a folder. Throws `UsageError` when another process is at it, or when the
   * folder cannot be used.
   */
  constructor(folder: string, write: Write = writeSync) {
    this.file = join(folder, 'journal.ndjson');
    this.write = write;
    try {
      makeFolders(folder);
      lockFolder(folder);
      const found = existsSync(this.file) ? readFileSync(this.file) : Buffer.alloc(0);
      const { entries, torn, spoiled } = readEntries<Entry>(found);
      this.entries = entries;
      this.damage = tellDamage(this.file, torn, spoiled);
      this.bytes = found.length - torn;
      this.descriptor = openSync(this.file, 'a');
      ftruncateSync(this.descriptor, this.bytes);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(`cannot keep a journal in ${folder}: ${messageOf(error)}`);
    }
  }

  /** Throws `JournalError` when the disk does not take it; the journal is then as it was before. */
  add(entry: Entry): void {
    const line = Buffer.from(lineOf(JSON.stringify(entry)));
    try {
      for (let done = 0; done < line.length;) {
        done += this.write(this.descriptor, line.subarray(done));
      }
    } catch (error) {
      ftruncateSync(this.descriptor, this.bytes);
      throw new JournalError(
        `cannot write ${this.file}: ${messageOf(error)}. All that was recorded before is intact: make ` +
          'room, and the same command goes on from there',
      );
    }
    this.bytes += line.length;
  }

  /** Waits until all of it would survive a power cut, too. */
  sync(): void {
    fdatasyncSync(this.descriptor);
  }

  close(): void {
    this.sync();
    closeSync(this.descriptor);
  }
}

function lineOf(text: string): string {
  return `${checksum(text)} ${text}\n`;
}

/** 32 bits: enough to tell damage, which is all that it is for. */
function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** The whole entries; `torn` bytes at the end belong to none, and `spoiled` are numbers of lines before it. */
function readEntries<Entry>(bytes: Buffer): {
  entries: Entry[];
  torn: number;
  spoiled: number[];
} {
  const entries: Entry[] = [];
  const spoiled: number[] = [];
  let start = 0;
  let lines = 0;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
    const [sum, text] = [
      bytes.toString('utf8', start, start + 8),
      bytes.toString('utf8', start + 9, end),
    ];
    lines++;
    if (sum === checksum(text)) entries.push(JSON.parse(text) as Entry);
    else if (end === bytes.length - 1) return { entries, torn: bytes.length - start, spoiled };
    else spoiled.push(lines);
    start = end + 1;
  }
  return { entries, torn: bytes.length - start, spoiled };
}

function tellDamage(file: string, torn: number, spoiled: readonly number[]): string | null {
  const told = [
    ...(spoiled.length > 0 ? [`line ${spoiled.join(', ')} is damaged and left out`] : []),
    ...(torn > 0 ? [`its last line was not finished, and ${torn} bytes are cut off`] : []),
  ];
  return told.length === 0 ? null : `${file}: ${told.join('; ')}. What was lost is run again.`;
}
