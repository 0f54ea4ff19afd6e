import { createReadStream } from 'node:fs';
import { HistoryError } from '../../harness/check/history/history-error.ts';
import { JsonLinesReader } from '../../harness/check/history/json-lines.ts';
import type { Operation } from '../../harness/check/history/operation.ts';
import type { HistoryReader } from '../../harness/check/history/reader.ts';
import { Intake } from '../../harness/check/linearizability/intake.ts';
import type { Model } from '../../harness/check/linearizability/model.ts';

/** A history file's format. */
export type Format = 'jsonl' | 'edn';

export interface ReadHistory {
  readonly intake: Intake;
  /** What was taken off every time; 0 where nothing was. */
  readonly origin: bigint;
}

/** Bytes that are read at once: large enough to be fast, small enough not to count. */
const PIECE_BYTES = 1 << 18;

/** Standard input as a file's name. */
export const STANDARD_INPUT = '-';

/**
 * Reads a history of any size. Throws HistoryError for what is no history that the model can judge, and
 * what the file system has to say.
 */
export async function readHistory(
  file: string,
  format: Format,
  model: Model,
): Promise<ReadHistory> {
  const intake = new Intake(model, true);
  const reader = await readerOf(format, model, (operation) => {
    intake.add(operation, () => `line ${operation.line}`);
  });
  const stream =
    file === STANDARD_INPUT
      ? process.stdin.setEncoding('utf8')
      : createReadStream(file, { encoding: 'utf8', highWaterMark: PIECE_BYTES });
  for await (const piece of stream) reader.read(String(piece));
  reader.end();
  return { intake, origin: reader.origin };
}

async function readerOf(
  format: Format,
  model: Model,
  take: (operation: Operation) => void,
): Promise<HistoryReader> {
  if (format === 'jsonl') return new JsonLinesReader(take);
  const { EdnReader } = await import('../../harness/check/history/edn/edn-reader.ts');
  const { jepsenMeaning } = await import('../../harness/check/history/edn/jepsen.ts');
  const meaning = jepsenMeaning(model.name);
  if (meaning === undefined) {
    throw new HistoryError(
      `histories in EDN have no operations that the model ${model.name} knows`,
    );
  }
  return new EdnReader(meaning, take);
}
