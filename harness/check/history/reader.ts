/** Reads a history from text that comes in pieces, cut anywhere. Throws HistoryError that names the line. */
export interface HistoryReader {
  /** What was taken off every time, as the first was very large; 0 where nothing was. */
  readonly origin: bigint;
  read(piece: string): void;
  /** There is no more text. */
  end(): void;
}
