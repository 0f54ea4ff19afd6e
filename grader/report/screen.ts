/** Columns of what is no terminal, such as a pipe or a file, and of a terminal that does not say. */
export const USUAL_WIDTH = 80;
/** On a narrower screen lines run over: no story has room there. */
const WIDTH_MIN = 60;
/** Longer lines are hard to follow with the eye. */
const WIDTH_MAX = 200;

/** What a screen says of itself; `process.stdout` is one. */
interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Columns that reports are made for. */
export function widthOf({ isTTY, columns }: Screen): number {
  // A terminal that does not know its width says 0.
  if (isTTY !== true || columns === undefined || columns === 0) return USUAL_WIDTH;
  return Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, columns));
}

/** The same for the screen of this process. */
export function ownWidth(): number {
  return widthOf(process.stdout);
}
