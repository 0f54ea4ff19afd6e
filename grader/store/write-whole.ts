import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** How the text gets on the disk; another one stands in for a disk that fills up. */
type Write = (file: string, text: string | Uint8Array) => void;

/**
 * Writes a file beside its place and puts it there once it is whole, so that a full disk or the death of the process
 * leaves what was there before. What is no plain file, such as /dev/stdout, is written to as it is.
 */
export function writeWhole(
  file: string,
  text: string | Uint8Array,
  write: Write = writeFileSync,
): void {
  const there = statSync(file, { throwIfNoEntry: false });
  if (there !== undefined && !there.isFile()) return write(file, text);
  // Where a link leads to is what is meant.
  const place = there === undefined ? file : realpathSync(file);
  const draft = `${place}.${process.pid}.draft`;
  try {
    write(draft, text);
    if (there !== undefined) chmodSync(draft, there.mode);
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
