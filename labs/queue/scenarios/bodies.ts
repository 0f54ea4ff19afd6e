/** So many bodies that begin alike and differ. */
export function bodiesOf(start: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${start}.${i + 1}`);
}
