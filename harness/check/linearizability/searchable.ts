import type { Operation } from '../history/operation.ts';
import type { SearchProblem } from './search/search-problem.ts';

/** The operations on one object as a problem for the search, whose numbers count `operations`. */
export interface Searchable<Op extends Operation = Operation> {
  /** Those that say something: not what definitely did not happen, or was read and not heard of. */
  readonly operations: readonly Op[];
  readonly problem: SearchProblem;
}
