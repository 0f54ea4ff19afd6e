/** What can be seen of replicated state machines from outside; every promise of Part 4A is about these. */
export type RsmFact = { readonly atUs: number; readonly server: number } & (
  | { readonly kind: 'submitted'; readonly submission: number; readonly op: string }
  /** A submit returned OK, with the result of the operation that was carried out at `position`. */
  | {
      readonly kind: 'answered';
      readonly submission: number;
      readonly op: string;
      readonly position: number;
      readonly counter: number;
    }
  /** The server's state machine carried out an operation, its `position`-th since the beginning. */
  | {
      readonly kind: 'did';
      readonly op: string;
      readonly position: number;
      readonly counter: number;
    }
  /** The server's state machine took over a snapshot of its first `position` operations. */
  | { readonly kind: 'restored'; readonly position: number; readonly counter: number }
  | { readonly kind: 'started' }
);
