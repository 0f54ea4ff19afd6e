import type { Json, Operation } from '../../history/operation.ts';
import { int } from '../cell.ts';
import { nameOf, timesOf } from '../operations/shape.ts';
import { predecessorsOf } from '../program-order.ts';
import type { SequentialObject } from '../sequential-object.ts';
import { BLIND, type Outlook } from './outlook.ts';
import { EFFECT, ILLEGAL, type SearchProblem } from './search-problem.ts';
import type { Timeline } from './timeline.ts';

/** What helps the search, where something is known of the object. */
export interface ObjectHints<Op extends Operation> {
  /** Whether it leaves the object as it was, whatever that was. */
  observes(operation: Op): boolean;
  outlook?(operations: readonly Op[], time: Timeline): Outlook;
}

/** Any object, of which no more need be known than what each operation makes of it. */
export class ObjectProblem<Op extends Operation> implements SearchProblem {
  readonly count: number;
  readonly callTimes: Float64Array;
  readonly returnTimes: Float64Array;
  readonly predecessors: Int32Array;
  readonly effects: Uint8Array;
  readonly classes: Int32Array;
  readonly initialState: number;

  private readonly operations: readonly Op[];
  private readonly object: SequentialObject<Op>;
  private readonly hints: ObjectHints<Op>;
  private readonly states: Json[] = [];
  private readonly stateAt = new Map<string, number>();
  /** State to class to the state after it. */
  private readonly steps: Map<number, number>[] = [];

  constructor(operations: readonly Op[], object: SequentialObject<Op>, hints: ObjectHints<Op>) {
    this.operations = operations;
    this.object = object;
    this.hints = hints;
    this.count = operations.length;
    const times = operations.map(timesOf);
    this.callTimes = Float64Array.from(times, ({ callTime }) => callTime);
    this.returnTimes = Float64Array.from(times, ({ returnTime }) => returnTime);
    this.predecessors = predecessorsOf(times);
    this.effects = Uint8Array.from(operations, (operation) =>
      hints.observes(operation) ? EFFECT.observes : EFFECT.changes,
    );
    this.classes = classesOf(operations);
    this.initialState = this.intern(object.initial);
  }

  step(state: number, operation: number): number {
    const sameClass = int(this.classes, operation);
    const known = this.steps[state]?.get(sameClass);
    if (known !== undefined) return known;
    const op = this.operations[operation];
    const after = op === undefined ? undefined : this.object.after(this.states[state] ?? null, op);
    const next = after === undefined ? ILLEGAL : this.intern(after);
    this.steps[state]?.set(sameClass, next);
    return next;
  }

  isWorst(): boolean {
    return false;
  }

  outlook(time: Timeline): Outlook {
    return this.hints.outlook?.(this.operations, time) ?? BLIND;
  }

  private intern(state: Json): number {
    const name = nameOf(state);
    const known = this.stateAt.get(name);
    if (known !== undefined) return known;
    this.stateAt.set(name, this.states.length);
    this.steps.push(new Map());
    return this.states.push(state) - 1;
  }
}

/** Numbers operations so that two have the same number exactly if they do the same. */
function classesOf(operations: readonly Operation[]): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(operations, ({ op, input, output, end }) => {
    const name = nameOf([op, input, output, end === 'unknown']);
    const found = known.get(name) ?? known.size;
    known.set(name, found);
    return found;
  });
}
