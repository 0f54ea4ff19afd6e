import { byte, int } from '../cell.ts';
import { predecessorsOf, type Timed } from '../program-order.ts';
import type { Outlook } from './outlook.ts';
import { EFFECT, ILLEGAL, type SearchProblem } from './search-problem.ts';
import { SupplyOutlook } from './supply-outlook.ts';
import type { Timeline } from './timeline.ts';

/**
 * A read or write of `to`, a swap of `from` for `to`, or one that was refused as the value was not
 * `from`. Values go by names.
 */
export interface RegisterStep extends Timed {
  readonly kind: 'read' | 'write' | 'swap' | 'refusal';
  readonly from: string;
  readonly to: string;
}

const KIND = { read: 0, write: 1, swap: 2, refusal: 3 };
const EFFECT_OF = {
  read: EFFECT.observes,
  write: EFFECT.overwrites,
  swap: EFFECT.changes,
  refusal: EFFECT.observes,
};

/** A register with compare-and-set. States are the numbers of values. */
export class RegisterProblem implements SearchProblem {
  readonly count: number;
  readonly callTimes: Float64Array;
  readonly returnTimes: Float64Array;
  readonly predecessors: Int32Array;
  readonly effects: Uint8Array;
  readonly classes: Int32Array;
  readonly initialState: number;

  private readonly kinds: Uint8Array;
  /** The value that an operation is about: read, expected, or written. */
  private readonly from: Int32Array;
  private readonly to: Int32Array;
  private readonly values: number;

  constructor(steps: readonly RegisterStep[], initial: string) {
    const numbers = new Map([[initial, 0]]);
    const numberOf = (value: string): number => {
      const number = numbers.get(value) ?? numbers.size;
      numbers.set(value, number);
      return number;
    };
    this.count = steps.length;
    this.callTimes = Float64Array.from(steps, ({ callTime }) => callTime);
    this.returnTimes = Float64Array.from(steps, ({ returnTime }) => returnTime);
    this.predecessors = predecessorsOf(steps);
    this.initialState = 0;
    this.kinds = Uint8Array.from(steps, ({ kind }) => KIND[kind]);
    this.effects = Uint8Array.from(steps, ({ kind }) => EFFECT_OF[kind]);
    this.from = Int32Array.from(steps, ({ from }) => numberOf(from));
    this.to = Int32Array.from(steps, ({ to }) => numberOf(to));
    this.values = numbers.size;
    this.classes = Int32Array.from(steps, ({ kind }, step) => {
      const from = kind === 'swap' ? int(this.from, step) + 1 : 0;
      return from * this.values + int(this.to, step);
    });
  }

  step(state: number, operation: number): number {
    const to = int(this.to, operation);
    const isFrom = state === int(this.from, operation);
    switch (byte(this.kinds, operation)) {
      case KIND.write:
        return to;
      case KIND.refusal:
        return isFrom ? ILLEGAL : state;
      default:
        return isFrom ? to : ILLEGAL;
    }
  }

  isWorst(): boolean {
    return false;
  }

  outlook(time: Timeline): Outlook {
    const needs = this.from.map((from, step) => {
      const kind = byte(this.kinds, step);
      return kind === KIND.read || kind === KIND.swap ? from : -1;
    });
    const gives = this.to.map((to, step) => {
      const kind = byte(this.kinds, step);
      return kind === KIND.write || kind === KIND.swap ? to : -1;
    });
    return new SupplyOutlook({ needs, gives, states: this.values }, time);
  }
}
