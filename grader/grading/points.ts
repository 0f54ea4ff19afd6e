/** Points have two decimals, so that sums of them stay what they look like. */
export function roundPoints(points: number): number {
  return Math.round(points * 100) / 100;
}
