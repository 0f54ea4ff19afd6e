import type { StringOperation } from '../algorithms/string-operation.ts';
import { byte, int } from '../cell.ts';
import { predecessorsOf } from '../program-order.ts';
import { EpochSupply } from './epoch-supply.ts';
import type { Outlook } from './outlook.ts';
import { PrefixStates } from './prefix-states.ts';
import { EFFECT, ILLEGAL, type SearchProblem, type Sight } from './search-problem.ts';
import { RebuildOutlook, type Makers } from './rebuild-outlook.ts';
import type { Timeline } from './timeline.ts';

/** An append whose answer tells the offset is legal only there. */
function effectOf({ kind, offset }: StringOperation): number {
  if (kind === 'read') return EFFECT.observes;
  if (kind === 'write') return EFFECT.overwrites;
  return offset === undefined ? EFFECT.amends : EFFECT.changes;
}

/** A string, empty at first, that is read, overwritten and appended to. */
export class StringProblem implements SearchProblem {
  readonly count: number;
  readonly callTimes: Float64Array;
  readonly returnTimes: Float64Array;
  readonly predecessors: Int32Array;
  readonly effects: Uint8Array;
  readonly classes: Int32Array;
  readonly initialState: number;

  private readonly operations: readonly StringOperation[];
  private readonly states: PrefixStates;
  private readonly keepsLength: boolean;
  /** Operation to the state that it returned or wrote; -1 for appends. */
  private readonly target: Int32Array;

  constructor(operations: readonly StringOperation[]) {
    this.operations = operations;
    this.count = operations.length;
    this.callTimes = Float64Array.from(operations, ({ callTime }) => callTime);
    this.returnTimes = Float64Array.from(operations, ({ returnTime }) => returnTime);
    this.predecessors = predecessorsOf(operations);
    this.effects = Uint8Array.from(operations, effectOf);
    this.classes = classesOf(operations);
    this.keepsLength = operations.some(({ offset }) => offset !== undefined);
    const reads = operations.filter(({ kind }) => kind === 'read');
    this.states = new PrefixStates(
      reads.map(({ text }) => text),
      this.keepsLength,
    );
    this.initialState = this.states.stateOf('');
    this.target = Int32Array.from(operations, ({ kind, text }) =>
      kind === 'append' ? -1 : this.states.stateOf(text),
    );
  }

  step(state: number, operation: number): number {
    const effect = byte(this.effects, operation);
    const target = int(this.target, operation);
    if (effect === EFFECT.observes) return state === target ? state : ILLEGAL;
    if (effect === EFFECT.overwrites) return target;
    return this.append(state, operation);
  }

  isWorst(state: number): boolean {
    return !this.keepsLength && this.states.isLost(state);
  }

  outlook(time: Timeline, sight: Sight): Outlook {
    const texts = new Texts(this.operations);
    const known: (Makers | undefined)[] = [];
    const makersOf = (state: number): Makers => {
      return (known[state] ??= texts.makersOf(state, this.states));
    };
    return new RebuildOutlook(
      this,
      time,
      texts.numbers,
      this.target,
      makersOf,
      (state, target) => this.states.missing(state, target),
      sight === 'far' ? new EpochSupply(this.operations, this.states, time) : null,
    );
  }

  private append(state: number, operation: number): number {
    const append = this.operations[operation];
    if (append === undefined) return ILLEGAL;
    const { offset, text } = append;
    if (offset !== undefined && offset !== this.states.lengthOf(state)) return ILLEGAL;
    return this.states.append(state, int(this.classes, operation), text);
  }
}

/** Numbers operations so that two have the same number exactly if they do the same. */
function classesOf(operations: readonly StringOperation[]): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(operations, ({ kind, text, offset }) => {
    const name = `${kind} ${offset ?? ''} ${text}`;
    const found = known.get(name) ?? known.size;
    known.set(name, found);
    return found;
  });
}

/** The texts that are written or appended, by numbers. */
class Texts {
  /** Operation to its text's number; -1 for reads. */
  readonly numbers: Int32Array;
  private readonly writes = new Map<string, number>();
  private readonly appends = new Map<string, number>();
  private readonly appendLengths: ReadonlySet<number>;

  constructor(operations: readonly StringOperation[]) {
    let count = 0;
    this.numbers = Int32Array.from(operations, ({ kind, text }) => {
      if (kind === 'read') return -1;
      const numbers = kind === 'write' ? this.writes : this.appends;
      const number = numbers.get(text) ?? count++;
      numbers.set(text, number);
      return number;
    });
    this.appendLengths = new Set([...this.appends.keys()].map(({ length }) => length));
  }

  makersOf(state: number, states: PrefixStates): Makers {
    const text = states.textOf(state);
    const appends = [];
    for (const length of this.appendLengths) {
      const start = text.length - length;
      const append = start < 0 ? undefined : this.appends.get(text.slice(start));
      // An empty text makes nothing of anything.
      if (append === undefined || length === 0) continue;
      appends.push({ append, before: states.stateOf(text.slice(0, start)) });
    }
    return { write: this.writes.get(text) ?? -1, appends };
  }
}
