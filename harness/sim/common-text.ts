/** Length of the longest common beginning of two texts. Halving compares whole runs at once. */
export function commonPrefix(a: string, b: string): number {
  let low = 0;
  let high = Math.min(a.length, b.length);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (a.slice(low, middle) === b.slice(low, middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Length of the longest common end of two texts, at most `most`. */
export function commonSuffix(a: string, b: string, most: number): number {
  let low = 0;
  let high = Math.min(a.length, b.length, most);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const same =
      a.slice(a.length - middle, a.length - low) === b.slice(b.length - middle, b.length - low);
    if (same) low = middle;
    else high = middle - 1;
  }
  return low;
}
