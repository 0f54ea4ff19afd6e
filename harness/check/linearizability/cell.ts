/*
 * Cells of typed arrays that are known to exist. The compiler cannot see that an index is in range;
 * the engine's compiler can, and drops the fallback. One function a type keeps each call site fast.
 */

export function int(cells: Int32Array, index: number): number {
  return cells[index] ?? 0;
}

export function byte(cells: Uint8Array, index: number): number {
  return cells[index] ?? 0;
}

export function real(cells: Float64Array, index: number): number {
  return cells[index] ?? 0;
}
