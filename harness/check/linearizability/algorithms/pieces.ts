/** How a text was put together: one of `firsts` or `others`, followed by any number of `others`. */
export interface Pieces {
  readonly firsts: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
}

/** The pieces of `text`; undefined if there is no way to split it, 'ambiguous' if there are several. */
export function splitIntoPieces(
  text: string,
  { firsts, others }: Pieces,
): readonly string[] | 'ambiguous' | undefined {
  const lengths = new Set([...firsts, ...others].map(({ length }) => length));
  // An empty piece leads nowhere, and could stand anywhere.
  lengths.delete(0);
  // For each place in the text, in how many ways one gets there (2: several), and from where.
  const ways = new Uint8Array(text.length + 1);
  const cameFrom = new Int32Array(text.length + 1);
  ways[0] = 1;
  for (let at = 0; at < text.length; at++) {
    const waysHere = ways[at] ?? 0;
    if (waysHere === 0) continue;
    for (const length of lengths) {
      const end = at + length;
      if (end > text.length) continue;
      const piece = text.slice(at, end);
      if (!others.has(piece) && !(at === 0 && firsts.has(piece))) continue;
      ways[end] = Math.min(2, (ways[end] ?? 0) + waysHere);
      cameFrom[end] = at;
    }
  }
  const found = ways[text.length] ?? 0;
  if (found !== 1) return found === 0 ? undefined : 'ambiguous';
  const pieces: string[] = [];
  for (let end = text.length; end > 0; end = cameFrom[end] ?? 0) {
    pieces.push(text.slice(cameFrom[end] ?? 0, end));
  }
  return pieces.toReversed();
}
