import type { Search } from '../decision.ts';
import { OrderSearch } from './order-search.ts';
import type { SearchProblem } from './search-problem.ts';

/** A search for an order of all answered operations that explains their results. */
export function searchFor(problem: SearchProblem): Search {
  return new TwoSearches(problem);
}

/** Steps for each operation that the steady search may take before it is given company. */
const STEPS_ALONE = 20;

/** Steps that each search takes before it is the other's turn. */
const TURN_STEPS = 20_000;

/**
 * Two searches that take turns. The steady one looks everywhere, so it alone can find that there is no
 * order; but one unlucky choice may keep it busy for ages, while most other choices lead on. The
 * restless one leaves such a place behind, and finds most orders soon. Together they take at most
 * twice the steps of the better one.
 */
class TwoSearches implements Search {
  steps = 0;
  private readonly steady: OrderSearch;
  private restless: OrderSearch | undefined;
  private readonly problem: SearchProblem;
  private current: OrderSearch;
  /** The rest of the current turn. */
  private left: number;

  constructor(problem: SearchProblem) {
    this.problem = problem;
    this.steady = new OrderSearch(problem, 'steady');
    this.current = this.steady;
    this.left = STEPS_ALONE * problem.count;
  }

  run(maxSteps: number): 'holds' | 'violated' | 'paused' {
    const stop = this.steps + maxSteps;
    while (this.steps < stop) {
      const before = this.current.steps;
      const outcome = this.current.run(Math.min(stop - this.steps, this.left));
      const spent = this.current.steps - before;
      this.steps += spent;
      this.left -= spent;
      if (outcome !== 'paused') return outcome;
      if (this.left <= 0) this.changeTurns();
    }
    return 'paused';
  }

  private changeTurns(): void {
    this.restless ??= new OrderSearch(this.problem, 'restless');
    this.current = this.current === this.steady ? this.restless : this.steady;
    this.left = TURN_STEPS;
  }

  longest(): readonly number[] {
    const [steady, restless = []] = [this.steady.longest(), this.restless?.longest()];
    return restless.length > steady.length ? restless : steady;
  }
}
