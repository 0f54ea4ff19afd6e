import type { Search } from '../decision.ts';
import { DepthFirst } from './depth-first.ts';
import { Frontier } from './frontier.ts';
import type { SearchProblem } from './search-problem.ts';

/** A search for an order of all answered operations that explains their results. */
export function searchFor(problem: SearchProblem): Search {
  return new TwoSearches(problem);
}

/** Steps for each operation that the depth-first search may take before it is given company. */
const STEPS_ALONE = 25;

/** Steps that each search takes before it is the other's turn. */
const TURN_STEPS = 20_000;

/**
 * Two searches that take turns. Depth first is quickest where most choices lead on, but one unlucky choice may
 * keep it busy for ages. The frontier follows many at once, so that no single choice matters. Together
 * they take at most twice the steps of the better one.
 */
class TwoSearches implements Search {
  steps = 0;
  private readonly depthFirst: DepthFirst;
  private frontier: Frontier | undefined;
  private readonly problem: SearchProblem;
  private current: Search;
  /** The rest of the current turn. */
  private left: number;

  constructor(problem: SearchProblem) {
    this.problem = problem;
    this.depthFirst = new DepthFirst(problem);
    this.current = this.depthFirst;
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
    this.frontier ??= new Frontier(this.problem);
    this.current = this.current === this.depthFirst ? this.frontier : this.depthFirst;
    this.left = TURN_STEPS;
  }

  longest(): readonly number[] {
    const [deepest, farthest = []] = [this.depthFirst.longest(), this.frontier?.longest()];
    return farthest.length > deepest.length ? farthest : deepest;
  }
}
