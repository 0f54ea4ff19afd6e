import { int } from '../cell.ts';
import type { PrefixStates } from './prefix-states.ts';
import type { Timeline } from './timeline.ts';

/** What an operation contributes to a text, and whether it begins a new one. */
export interface Contribution {
  readonly kind: 'read' | 'write' | 'append';
  readonly text: string;
}

/** Characters that are counted one by one: the most common. */
const MOST_COUNTED = 6;

/**
 * What it takes to build texts, none of which is the beginning of another: a write each, and all their
 * characters. For what grew from one write to the next is a chain of beginnings, so each such text
 * needs a chain of its own, and an operation gives its characters to one chain. Only one of them can go on
 * from the present state.
 */
export class EpochSupply {
  private readonly states: PrefixStates;
  private readonly measures: Measures;
  /** Measure to what is contributed by the time of each return, and to what is spent of it. */
  private readonly calledBy: readonly Int32Array[];
  private readonly spent: Int32Array;
  private readonly byPosition: readonly (Int32Array | undefined)[];
  private readonly byState: (Int32Array | undefined)[] = [];
  private readonly needed: Int32Array;
  private readonly leaves: number[] = [];
  private goesOn = false;

  constructor(contributions: readonly Contribution[], states: PrefixStates, time: Timeline) {
    this.states = states;
    this.measures = new Measures(contributions);
    const { count } = this.measures;
    this.spent = new Int32Array(count);
    this.needed = new Int32Array(count);
    const known = new Map<string, Int32Array>();
    this.byPosition = Array.from(time.operationAt, (operation) => {
      const contribution = contributions[operation];
      if (contribution === undefined || contribution.kind === 'read') return undefined;
      const name = contribution.kind + contribution.text;
      const measured =
        known.get(name) ?? this.measures.of(contribution.text, contribution.kind === 'write');
      known.set(name, measured);
      return measured;
    });
    this.calledBy = this.sums(time, count);
  }

  took(position: number): void {
    const contribution = this.byPosition[position];
    if (contribution === undefined) return;
    for (let at = 0; at < contribution.length; at++) {
      this.spent[at] = int(this.spent, at) + int(contribution, at);
    }
  }

  gaveBack(position: number): void {
    const contribution = this.byPosition[position];
    if (contribution === undefined) return;
    for (let at = 0; at < contribution.length; at++) {
      this.spent[at] = int(this.spent, at) - int(contribution, at);
    }
  }

  /** Nothing is needed yet. */
  begin(): void {
    this.needed.fill(0);
    this.leaves.length = 0;
    this.goesOn = false;
  }

  /** Whether `target` as well can be built from `state` by the return at `rank`. */
  suffices(state: number, target: number, rank: number): boolean {
    if (!this.need(target)) return true;
    this.goesOn ||= this.states.missing(state, target) >= 0;
    const saved = this.goesOn ? this.of(state) : undefined;
    for (let at = 0; at < this.needed.length; at++) {
      const needed = int(this.needed, at) - (saved === undefined ? 0 : int(saved, at));
      const calledBy = this.calledBy[at];
      if (calledBy !== undefined && needed > int(calledBy, rank) - int(this.spent, at))
        return false;
    }
    return true;
  }

  /** False if it is on the way to another one that is needed. */
  private need(target: number): boolean {
    const { states, leaves } = this;
    if (states.lengthOf(target) === 0) return false;
    let replaced = -1;
    for (let at = 0; at < leaves.length; at++) {
      const leaf = leaves[at] ?? 0;
      if (states.missing(target, leaf) >= 0) return false;
      if (states.missing(leaf, target) >= 0) replaced = at;
    }
    const before = replaced < 0 ? undefined : this.of(leaves[replaced] ?? 0);
    const after = this.of(target);
    for (let at = 0; at < after.length; at++) {
      const more = int(after, at) - (before === undefined ? 0 : int(before, at));
      this.needed[at] = int(this.needed, at) + more;
    }
    if (replaced < 0) leaves.push(target);
    else leaves[replaced] = target;
    return true;
  }

  private of(state: number): Int32Array {
    return (this.byState[state] ??= this.measures.of(this.states.textOf(state), true));
  }

  private sums({ positionAt, calledBy }: Timeline, count: number): Int32Array[] {
    const sums = Array.from({ length: count }, () => new Int32Array(positionAt.length));
    const sum = new Int32Array(count);
    let called = 0;
    for (const rank of positionAt.keys()) {
      for (; called < int(calledBy, rank); called++) {
        const contribution = this.byPosition[called];
        if (contribution === undefined) continue;
        for (let at = 0; at < count; at++) sum[at] = int(sum, at) + int(contribution, at);
      }
      for (const [at, row] of sums.entries()) row[rank] = int(sum, at);
    }
    return sums;
  }
}

/** Writes, characters, and characters of each common kind. */
class Measures {
  private readonly placeOf = new Map<string, number>();

  constructor(contributions: readonly Contribution[]) {
    const counts = new Map<string, number>();
    for (const { kind, text } of contributions) {
      if (kind === 'read') continue;
      for (const unit of unitsOf(text)) counts.set(unit, (counts.get(unit) ?? 0) + 1);
    }
    const common = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, MOST_COUNTED);
    for (const [place, [unit]] of common.entries()) this.placeOf.set(unit, 2 + place);
  }

  get count(): number {
    return 2 + this.placeOf.size;
  }

  of(text: string, isWritten: boolean): Int32Array {
    const measured = new Int32Array(this.count);
    measured[0] = isWritten ? 1 : 0;
    measured[1] = text.length;
    for (const unit of unitsOf(text)) {
      const place = this.placeOf.get(unit);
      if (place !== undefined) measured[place] = int(measured, place) + 1;
    }
    return measured;
  }
}

/** Characters by code units, as an append can put the second half of a character behind the first. */
function unitsOf(text: string): readonly string[] {
  return text.split('');
}
