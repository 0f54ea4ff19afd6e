import type { Operation } from '../../history/operation.ts';
import type { Model } from '../model.ts';

/** Steps that a search gets for one question, at least; what takes longer is not worth knowing. */
const STEPS_EACH = 20_000;

/** Steps for each operation that suffice to find most orders, if there are any. */
const STEPS_PER_OPERATION = 60;

/**
 * What all questions together may cost. A question costs as many as it is about operations, and
 * each step of a search as much as twenty operations that need none, which take a tenth of a
 * microsecond each. So 800,000 steps are taken at most, which is less than two seconds; and as time is
 * not looked at, the same history has the same explanation on every machine.
 */
const COST_IN_ALL = 16_000_000;
const COST_OF_STEP = 20;

/** Answers questions about parts of a history, as long as its patience lasts. */
export class Inquiry {
  private readonly model: Model;
  private spent = 0;
  private limit = COST_IN_ALL;

  constructor(model: Model) {
    this.model = model;
  }

  /** From now on, questions may be asked until this part of all that there is has been spent. */
  allow(part: number): void {
    this.limit = part * COST_IN_ALL;
  }

  /** Whether no order explains the operations; false also if it would take too long to say. */
  isViolated(operations: readonly Operation[]): boolean {
    return this.ask(operations) === 'violated';
  }

  /** Whether some order explains the operations; false also if it would take too long to say. */
  isPossible(operations: readonly Operation[]): boolean {
    return this.ask(operations) === 'holds';
  }

  private ask(operations: readonly Operation[]): 'holds' | 'violated' | 'paused' {
    if (this.spent >= this.limit) return 'paused';
    this.spent += operations.length;
    const decision = this.model.decide(operations);
    if (typeof decision === 'string') return decision;
    const most = Math.max(STEPS_EACH, STEPS_PER_OPERATION * operations.length);
    const left = Math.ceil((this.limit - this.spent) / COST_OF_STEP);
    const outcome = decision.run(Math.max(1, Math.min(most, left)));
    this.spent += COST_OF_STEP * decision.steps;
    return outcome;
  }
}
