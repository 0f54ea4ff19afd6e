/** Why parts have fewer points than what passed in them is worth; null where that is not so. */
export function tellUnsafe(unsafe: Iterable<string>, share: number): string | null {
  const parts = [...unsafe];
  if (parts.length === 0 || share === 1) return null;
  const much = share === 0.5 ? 'counts half' : `is multiplied by ${share}`;
  return `What passed in ${parts.join(' and ')} ${much}: a promise of safety was broken there.`;
}
