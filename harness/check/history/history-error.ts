/** A history that no checker may judge: damaged, impossible, or of a shape that its model lacks. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
}
