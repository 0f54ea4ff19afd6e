/**
 * Looks ahead from a configuration: what still has to come true, and whether it can. Operations are given back
 * in any order.
 */
export interface Outlook {
  /** The operation at `position` was taken or passed, or given back: nobody can use it any more, or again. */
  took(position: number): void;
  gaveBack(position: number): void;
  /**
   * Whether no order can go on from here. The last move led from the state `before` to `state`; `rank`
   * is the first return of an operation that is not in `taken`.
   */
  isHopeless(before: number, state: number, rank: number, taken: Uint8Array): boolean;
  /** How soon somebody wants `state`, for the choice of the next move: the lower, the sooner. */
  urgency(state: number, rank: number, taken: Uint8Array): number;
}

/** For objects about whose future nothing is known. */
export const BLIND: Outlook = {
  took() {},
  gaveBack() {},
  isHopeless: () => false,
  urgency: () => 0,
};
