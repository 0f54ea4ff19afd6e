import type { Operation } from '../../history/operation.ts';
import type { Model } from '../model.ts';

/** Steps that a search gets for one question. What takes longer is not worth knowing. */
const STEPS_EACH = 20_000;

/** Questions cost as many operations as they are about. After so many, no further ones are asked. */
const OPERATIONS_IN_ALL = 20_000_000;

/** Answers questions about parts of a history, as long as its patience lasts. */
export class Inquiry {
  private readonly model: Model;
  private patience = OPERATIONS_IN_ALL;

  constructor(model: Model) {
    this.model = model;
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
    if (this.patience <= 0) return 'paused';
    this.patience -= operations.length;
    const decision = this.model.decide(operations);
    if (typeof decision === 'string') return decision;
    this.patience -= STEPS_EACH / 10;
    return decision.run(STEPS_EACH);
  }
}
