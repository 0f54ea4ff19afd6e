import type { Operation } from '../../../history/operation.ts';
import type { Core, Diagnosis } from '../../core.ts';
import { precedes, sayName, sayWhose } from '../words.ts';
import { amongOperations, amongPairs } from './pairs.ts';

/** How a model's operations look to patterns about values that are appended. Values go by names. */
export interface SequenceTerms<Op extends Operation> {
  /** What the operation saw, in order; 'nonsense' if it cannot be put together from what was written. */
  seen(operation: Op): readonly string[] | 'nonsense' | undefined;
  /** The value that the operation added, or may have added. */
  added(operation: Op): string | undefined;
  /** Whether the operation throws away what was there before. */
  replaces(operation: Op): boolean;
  sayCall(operation: Op): string;
}

/** Says what is wrong with operations that append, and read all that was appended. */
export function diagnoseSequences<Op extends Operation>(
  core: Core<Op>,
  terms: SequenceTerms<Op>,
): Diagnosis | undefined {
  return new SequencePatterns(core, terms).diagnose();
}

class SequencePatterns<Op extends Operation> {
  private readonly core: readonly Op[];
  private readonly all: readonly Op[];
  private readonly terms: SequenceTerms<Op>;

  constructor({ operations, all }: Core<Op>, terms: SequenceTerms<Op>) {
    this.core = operations;
    this.all = all.filter(({ end }) => end !== 'failed');
    this.terms = terms;
  }

  diagnose(): Diagnosis | undefined {
    return (
      amongOperations(this.core, (read) => this.madeUp(read)) ??
      amongOperations(this.core, (read) => this.twice(read)) ??
      amongOperations(this.core, (read) => this.fromTheFuture(read)) ??
      amongPairs(this.core, (write, read) => this.lostWrite(write, read)) ??
      amongPairs(this.core, (first, second) => this.readsGoBack(first, second)) ??
      amongPairs(this.core, (first, second) => this.twoOrders(first, second)) ??
      amongOperations(this.core, (read) => this.wrongOrder(read))
    );
  }

  private madeUp(read: Op): Diagnosis | undefined {
    const seen = this.terms.seen(read);
    if (seen === 'nonsense') {
      return {
        pattern: 'never-written',
        sentence: `what ${this.say(read)} returned cannot be put together from anything that was ever written.`,
      };
    }
    const stranger = seen?.find((value) => this.addersOf(value).length === 0);
    if (stranger === undefined) return undefined;
    return {
      pattern: 'never-written',
      sentence: `${this.say(read)} saw ${sayName(stranger)}, which nobody ever wrote.`,
    };
  }

  private twice(read: Op): Diagnosis | undefined {
    const seen = this.seenBy(read);
    const value = seen.find((candidate, index) => seen.indexOf(candidate) < index);
    if (value === undefined) return undefined;
    const [adder, ...more] = this.addersOf(value);
    if (adder === undefined || more.length > 0) return undefined;
    return {
      pattern: 'applied-twice',
      sentence: `${this.say(read)} saw ${sayName(value)} twice, but only ${this.say(adder)} wrote it, once.`,
      mentions: [adder],
    };
  }

  private fromTheFuture(read: Op): Diagnosis | undefined {
    const until = read.returnTime ?? Infinity;
    const value = this.seenBy(read).find((candidate) =>
      this.addersOf(candidate).every(({ callTime }) => callTime > until),
    );
    const [first] = value === undefined ? [] : this.addersOf(value);
    if (value === undefined || first === undefined) return undefined;
    return {
      pattern: 'read-from-the-future',
      sentence:
        `${this.say(read)} saw ${sayName(value)} before ${this.say(first)}, ` +
        `the first to write it, was called.`,
      mentions: [first],
    };
  }

  private lostWrite(write: Op, read: Op): Diagnosis | undefined {
    const value = this.terms.added(write);
    const isSeen = this.terms.seen(read) === undefined || this.seenBy(read).includes(value ?? '');
    if (value === undefined || isSeen) return undefined;
    if (!precedes(write, read) || this.mayBeReplaced(write, read)) return undefined;
    return {
      pattern: 'lost-write',
      sentence: `${this.say(read)} started after ${this.say(write)} had returned OK, but does not see it.`,
    };
  }

  private readsGoBack(first: Op, second: Op): Diagnosis | undefined {
    if (this.terms.seen(second) === undefined || !precedes(first, second)) return undefined;
    const gone = this.seenBy(first).find((value) => !this.seenBy(second).includes(value));
    if (gone === undefined || this.mayBeReplaced(first, second)) return undefined;
    return {
      pattern: 'reads-go-back',
      sentence: `${this.say(second)} started after ${this.say(first)} had returned ${sayName(gone)}, but does not see it.`,
    };
  }

  private twoOrders(first: Op, second: Op): Diagnosis | undefined {
    const there = this.seenBy(second).filter((value) => this.addersOf(value).length === 1);
    const here = this.seenBy(first).filter((value) => there.includes(value));
    const index = here.findIndex(
      (value, at) => there.indexOf(value) > there.indexOf(here[at + 1] ?? value),
    );
    const [a, b] = [here[index], here[index + 1]];
    if (a === undefined || b === undefined) return undefined;
    return {
      pattern: 'two-orders',
      sentence: `${this.say(first)} saw ${sayName(a)} before ${sayName(b)}, but ${this.say(second)} saw ${sayName(b)} before ${sayName(a)}.`,
    };
  }

  private wrongOrder(read: Op): Diagnosis | undefined {
    let first: Op | undefined;
    // From the end: the earliest return so far, of all that were seen later than the one at hand.
    for (const value of this.seenBy(read).toReversed()) {
      const [adder, ...more] = this.addersOf(value);
      if (adder === undefined || more.length > 0) continue;
      if (first !== undefined && precedes(first, adder)) return this.swapped(first, adder, read);
      if (endOf(adder) < endOf(first)) first = adder;
    }
    return undefined;
  }

  private swapped(earlier: Op, later: Op, read: Op): Diagnosis {
    return {
      pattern: 'wrong-order',
      sentence:
        `${this.say(later)} was called after ${this.say(earlier)} had returned OK, ` +
        `but ${this.say(read)} saw it first.`,
      mentions: [earlier, later],
    };
  }

  /**
   * Whether what was there after `operation` may have been thrown away before `read`. Not if what
   * `read` saw goes back to the beginning, or to something that was there before `operation`.
   */
  private mayBeReplaced(operation: Op, read: Op): boolean {
    const [base] = this.seenBy(read);
    const [adder, ...more] = base === undefined ? [] : this.addersOf(base);
    if (base === undefined || adder === undefined || !this.terms.replaces(adder)) return false;
    const wasThere = this.all.some(
      (other) =>
        precedes(other, operation) && (other === adder || this.seenBy(other).includes(base)),
    );
    return more.length > 0 || !(wasThere || adder === operation);
  }

  private say(operation: Op): string {
    return sayWhose(operation, this.terms.sayCall(operation));
  }

  private seenBy(operation: Op): readonly string[] {
    const seen = this.terms.seen(operation);
    return seen === undefined || seen === 'nonsense' ? [] : seen;
  }

  private addersOf(value: string): readonly Op[] {
    return this.all.filter((operation) => this.terms.added(operation) === value);
  }
}

/** When an operation was surely over. */
function endOf(operation: Operation | undefined): number {
  if (operation === undefined || operation.end === 'unknown') return Infinity;
  return operation.returnTime ?? Infinity;
}
