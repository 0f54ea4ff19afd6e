/** The first diagnosis that `judge` gives for two different operations, in this order. */
export function amongPairs<Op, Found>(
  operations: readonly Op[],
  judge: (first: Op, second: Op) => Found | undefined,
): Found | undefined {
  for (const first of operations) {
    for (const second of operations) {
      const found = first === second ? undefined : judge(first, second);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The first diagnosis that `judge` gives for an operation. */
export function amongOperations<Op, Found>(
  operations: readonly Op[],
  judge: (operation: Op) => Found | undefined,
): Found | undefined {
  for (const operation of operations) {
    const found = judge(operation);
    if (found !== undefined) return found;
  }
  return undefined;
}
