import type { Operation } from '../../../history/operation.ts';
import type { Core, Diagnosis } from '../../core.ts';
import { precedes, sayName, sayWhose } from '../words.ts';
import { amongOperations, amongPairs } from './pairs.ts';

/** How a model's operations look to patterns about whole values. Values go by names. */
export interface ValueTerms<Op extends Operation> {
  /** The value that the operation surely saw. */
  seen(operation: Op): string | undefined;
  /** The value that the operation wrote, or may have written. */
  written(operation: Op): string | undefined;
  /** The value that the operation found not to be there. */
  missed(operation: Op): string | undefined;
  readonly initial: string;
  /** What the initial value is called in a sentence. */
  readonly initialName: string;
  sayCall(operation: Op): string;
}

/** Says what is wrong with operations that read and replace one value. */
export function diagnoseValues<Op extends Operation>(
  core: Core<Op>,
  terms: ValueTerms<Op>,
): Diagnosis | undefined {
  return new ValuePatterns(core, terms).diagnose();
}

class ValuePatterns<Op extends Operation> {
  private readonly core: readonly Op[];
  private readonly all: readonly Op[];
  private readonly terms: ValueTerms<Op>;

  constructor({ operations, all }: Core<Op>, terms: ValueTerms<Op>) {
    this.core = operations;
    this.all = all;
    this.terms = terms;
  }

  diagnose(): Diagnosis | undefined {
    return (
      amongOperations(this.core, (read) => this.neverWritten(read)) ??
      amongOperations(this.core, (read) => this.fromTheFuture(read)) ??
      amongPairs(this.core, (write, read) => this.staleRead(write, read)) ??
      amongPairs(this.core, (first, second) => this.readsGoBack(first, second)) ??
      amongPairs(this.core, (first, second) => this.swappedTwice(first, second)) ??
      amongPairs(this.core, (write, refusal) => this.wronglyRefused(write, refusal))
    );
  }

  private neverWritten(read: Op): Diagnosis | undefined {
    const value = this.terms.seen(read);
    if (value === undefined || value === this.terms.initial) return undefined;
    if (this.writersOf(value).length > 0) return undefined;
    return {
      pattern: 'never-written',
      sentence: `${this.say(read)} saw ${this.name(value)}, which nobody ever wrote.`,
    };
  }

  private fromTheFuture(read: Op): Diagnosis | undefined {
    const value = this.terms.seen(read);
    if (value === undefined || value === this.terms.initial) return undefined;
    const writers = this.writersOf(value);
    const [first] = writers.toSorted((a, b) => a.callTime - b.callTime);
    if (first === undefined || !(first.callTime > (read.returnTime ?? Infinity))) return undefined;
    return {
      pattern: 'read-from-the-future',
      sentence: `${this.say(read)} returned ${this.name(value)} before ${this.say(first)}, the first to write it, was called.`,
      mentions: [first],
    };
  }

  private staleRead(write: Op, read: Op): Diagnosis | undefined {
    const value = this.terms.seen(read);
    const written = this.terms.written(write);
    if (value === undefined || written === undefined || written === value) return undefined;
    if (!precedes(write, read) || !this.isOver(value, write, read)) return undefined;
    const older = value === this.terms.initial ? '' : ', which is older';
    return {
      pattern: 'stale-read',
      sentence: `${this.say(read)} started after ${this.say(write)} had returned OK, but it saw ${this.name(value)}${older}.`,
    };
  }

  private readsGoBack(first: Op, second: Op): Diagnosis | undefined {
    const newer = this.terms.seen(first);
    const value = this.terms.seen(second);
    if (value === undefined || newer === undefined || newer === value) return undefined;
    if (!precedes(first, second) || !this.isOver(value, first, second)) return undefined;
    return {
      pattern: 'reads-go-back',
      sentence:
        `${this.say(second)} started after ${this.say(first)} had returned ${this.name(newer)}, ` +
        `but it saw ${this.name(value)} again.`,
    };
  }

  /** Two that replaced the same value, which was there only once. */
  private swappedTwice(first: Op, second: Op): Diagnosis | undefined {
    const value = this.terms.seen(first);
    if (value === undefined || value !== this.terms.seen(second)) return undefined;
    const written = [this.terms.written(first), this.terms.written(second)];
    if (written.includes(undefined) || written.includes(value)) return undefined;
    const times = this.writersOf(value).length + (value === this.terms.initial ? 1 : 0);
    if (times !== 1) return undefined;
    return {
      pattern: 'split-brain',
      sentence: `${this.say(first)} and ${this.say(second)} both replaced ${this.name(value)}, which was there only once.`,
    };
  }

  private wronglyRefused(write: Op, refusal: Op): Diagnosis | undefined {
    const value = this.terms.missed(refusal);
    if (value === undefined || this.terms.written(write) !== value) return undefined;
    const others = this.all.filter((other) => {
      const written = other.end === 'failed' ? undefined : this.terms.written(other);
      const isTooLate = other.callTime > (refusal.returnTime ?? Infinity);
      return written !== undefined && written !== value && !isTooLate && !precedes(other, write);
    });
    if (!precedes(write, refusal) || others.length > 0) return undefined;
    return {
      pattern: 'wrongly-refused',
      sentence:
        `${this.say(refusal)} was refused, although the value was ${this.name(value)} all the while: ` +
        `${this.say(write)} had returned OK before, and nobody replaced it.`,
    };
  }

  private say(operation: Op): string {
    return sayWhose(operation, this.terms.sayCall(operation));
  }

  private name(value: string): string {
    return value === this.terms.initial ? this.terms.initialName : sayName(value);
  }

  private writersOf(value: string): readonly Op[] {
    return this.all.filter(
      (operation) => operation.end !== 'failed' && this.terms.written(operation) === value,
    );
  }

  /**
   * Whether `value` was written for the last time before `operation` was called, as far as `read` can
   * tell: all its writes had returned, or the only one had been seen.
   */
  private isOver(value: string, operation: Op, read: Op): boolean {
    const until = read.returnTime ?? Infinity;
    const writers = this.writersOf(value).filter(({ callTime }) => callTime <= until);
    if (writers.length === 0) return value === this.terms.initial;
    if (value === this.terms.initial || writers.includes(operation)) return false;
    const wasSeen = this.all.some(
      (other) => this.terms.seen(other) === value && precedes(other, operation),
    );
    return (
      (writers.length === 1 && wasSeen) || writers.every((writer) => precedes(writer, operation))
    );
  }
}
