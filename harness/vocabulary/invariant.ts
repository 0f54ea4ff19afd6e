/** What speaks against a promise: sentences with values, servers and virtual times. */
export type Evidence = readonly string[];

/** A promise that a system keeps, as a named value with a sentence. `watch` starts one run's check. */
export interface Invariant<Fact> {
  readonly id: string;
  readonly sentence: string;
  /** Where the promise is made, such as a figure of the paper. */
  readonly source: string;
  /** Gives a function that takes every fact of a run in order and returns evidence once it is broken. */
  watch(): (fact: Fact) => Evidence | undefined;
}
