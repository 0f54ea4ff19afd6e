/** A search that can be paused, so that many keys can share one budget. */
export interface Search {
  /** Steps taken so far. */
  readonly steps: number;
  /** Goes on for `maxSteps` steps, and a few more to finish what it is at. */
  run(maxSteps: number): 'holds' | 'violated' | 'paused';
  /** The longest order found so far, as the problem's numbers of operations. */
  longest(): readonly number[];
}

/** What an algorithm says of one object's history: the answer, or a search that will find it. */
export type Decision = 'holds' | 'violated' | Search;
