import type { Decision, Search } from '../decision.ts';

/** Steps that each search gets in the first round; every further round gives it twice as many. */
const FIRST_ROUND_STEPS = 100;

/** One search for several objects that do not touch each other: holds if all do. They take turns. */
export function decideTogether(searches: readonly Search[]): Decision {
  return new Together(searches);
}

class Together implements Search {
  private open: readonly Search[];
  private readonly all: readonly Search[];
  private turn = FIRST_ROUND_STEPS;

  constructor(searches: readonly Search[]) {
    this.open = searches;
    this.all = searches;
  }

  get steps(): number {
    return this.all.reduce((sum, { steps }) => sum + steps, 0);
  }

  run(maxSteps: number): 'holds' | 'violated' | 'paused' {
    let left = maxSteps;
    while (this.open.length > 0) {
      const paused: Search[] = [];
      for (const [index, search] of this.open.entries()) {
        if (left <= 0) {
          this.open = [...paused, ...this.open.slice(index)];
          return 'paused';
        }
        const before = search.steps;
        const outcome = search.run(Math.min(this.turn, left));
        left -= search.steps - before;
        if (outcome === 'violated') return 'violated';
        if (outcome === 'paused') paused.push(search);
      }
      this.open = paused;
      this.turn *= 2;
    }
    return 'holds';
  }

  /** Numbers of one search say nothing among all. */
  longest(): readonly number[] {
    return [];
  }
}
