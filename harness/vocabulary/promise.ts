/** What speaks against a promise: sentences with values, servers and virtual times. */
export type Evidence = readonly string[];

/** What a lab promises of a correct solution, with a name and a sentence that its author reads when it is broken. */
export interface NamedPromise {
  /** In kebab case, such as 'one-leader-per-term'. A violated verdict names the promise by it. */
  readonly id: string;
  readonly sentence: string;
  /** Set where a break says or keeps nothing false: how soon, how evenly and at what cost. The others are about safety. */
  readonly about?: 'progress';
}

/** A promise about the facts of a run. It adds where the promise is made, and its own check, fact by fact. */
export interface FactPromise<Fact> extends NamedPromise {
  /** Where the promise is made, such as a figure of the paper. */
  readonly source: string;
  /** Returns a function that takes every fact of one run in order and returns evidence once it is broken. */
  startCheck(): (fact: Fact) => Evidence | undefined;
}
