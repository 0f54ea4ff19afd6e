import { readFileSync } from 'node:fs';
import { messageOf } from './message-of.ts';
import { UsageError } from './run/select.ts';

/** The text of a file that the user named, without a byte order mark. Throws `UsageError` that says why it cannot be read. */
export function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${messageOf(error)}`);
  }
  const mark = bytes.toString('hex', 0, 2);
  if (mark === 'fffe' || mark === 'feff') {
    throw new UsageError(`${file} is in UTF-16; save it as UTF-8`);
  }
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}
