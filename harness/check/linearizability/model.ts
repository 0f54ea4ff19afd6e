import type { Json, Operation } from '../history/operation.ts';
import type { Core, Diagnosis } from './core.ts';
import type { Decision } from './decision.ts';
import type { Gathering } from './gathering.ts';
import type { Searchable } from './searchable.ts';
import type { SequentialObject } from './sequential-object.ts';

/** A kind of object that clients use: what can be called, which algorithm decides, and how to say it. */
export interface Model<Op extends Operation = Operation> {
  readonly name: string;
  /** What an operation of each name looks like, for the error when one does not. */
  readonly shapes: Readonly<Record<string, string>>;
  accepts(operation: Operation): operation is Op;
  /** The object that the operation is on. Objects are judged one by one. */
  keyOf(operation: Op): string;
  /** Judges all operations on one object. */
  decide(operations: readonly Op[]): Decision;
  /** The same for a search, which finds an order where `decide` may only know that there is one. */
  searchable(operations: readonly Op[]): Searchable<Op>;
  readonly object: SequentialObject<Op>;
  /** Keeps many operations in little room; absent where nothing is known but to keep them as they are. */
  gather?(): Gathering<Op>;
  readonly words: ModelWords<Op>;
}

/** What it takes to explain a violation. */
export interface ModelWords<Op extends Operation = Operation> {
  /** Whether an operation that was answered surely left the object as it was. */
  onlyObserves(operation: Op): boolean;
  /**
   * Operations that leave the object together as it was, each with its counterpart: what nobody
   * observed in between would be the same without them.
   */
  counterparts(operations: readonly Op[]): ReadonlyMap<Op, Op>;
  /** The call, as a student would write it: `Get("x")`. */
  sayCall(operation: Op): string;
  /** The answer in a few words: `"a" at version 3`. */
  sayAnswer(operation: Op): string;
  /** Answers worth trying in place of the one that `operation` had, the likeliest first. */
  otherAnswers(operation: Op, all: readonly Op[]): readonly Json[];
  /** Operations to show beside `operation`: where what it saw comes from, or what ends what it began. */
  companions(operation: Op, all: readonly Op[]): readonly Op[];
  /** What is wrong with a violated core, if it is something with a name. */
  diagnose(core: Core<Op>): Diagnosis | undefined;
}
