/** ` for 229 ms`; nothing for a fault that something else must end. */
export function tellFor(forMs: number | undefined): string {
  return forMs === undefined ? '' : ` for ${tellNumber(forMs)} ms`;
}

/** To a whole number, unless that would be nothing. */
export function tellNumber(value: number): string {
  return value < 1 ? value.toFixed(3) : value.toFixed(0);
}
