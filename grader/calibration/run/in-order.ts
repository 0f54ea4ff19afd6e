/** How a list is worked through. */
export interface Work<T, R> {
  /** How many items are begun before the first of them is done. */
  readonly atOnce: number;
  readonly work: (item: T) => Promise<R>;
  /** Gets each result in the order of the items, whichever was done first. */
  readonly onDone?: (result: R, done: number, of: number) => void;
}

/** Works through `items`, several at once, and returns the results in the order of the items. */
export async function inOrder<T, R>(
  items: readonly T[],
  { atOnce, work, onDone }: Work<T, R>,
): Promise<R[]> {
  const results: R[] = [];
  const waiting: Promise<R>[] = [];
  for (const item of items) {
    waiting.push(work(item));
    if (waiting.length >= atOnce) await collect();
  }
  while (waiting.length > 0) await collect();
  return results;

  async function collect(): Promise<void> {
    const first = waiting.shift();
    if (first === undefined) return;
    const result = await first;
    results.push(result);
    onDone?.(result, results.length, items.length);
  }
}
