import type { Json, Operation } from '../history/operation.ts';

/** An object in its plainest words: what it holds at first, and what after each operation. */
export interface SequentialObject<Op extends Operation = Operation> {
  readonly initial: Json;
  /**
   * What the object holds after `operation`; undefined if the operation cannot have had its answer then.
   * One of unknown end takes effect as if it could have had any answer.
   */
  after(state: Json, operation: Op): Json | undefined;
}
