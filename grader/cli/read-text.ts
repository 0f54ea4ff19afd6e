import { readFileSync } from 'node:fs';
import { UsageError } from '../run/select.ts';
import { messageOf } from '../message-of.ts';

/** The text of a file that the user named. Throws `UsageError` that says why it cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = messageOf(error);
    throw new UsageError(`cannot read ${file}: ${reason}`);
  }
}
