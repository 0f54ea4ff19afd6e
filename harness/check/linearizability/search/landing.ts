import { byte, int } from '../cell.ts';
import type { Configuration } from './configurations.ts';
import { EFFECT } from './search-problem.ts';
import type { Walk } from './walk.ts';

/** Sets a walk down in any configuration: what is taken there follows from its rank and its marks. */
export class Landing {
  private readonly walk: Walk;
  /** Slot to the position that has it at the rank where the walk was set down last. */
  private readonly holders: Int32Array;
  private rank = -1;
  private readonly used: Int32Array;
  private readonly free: Int32Array;

  constructor(walk: Walk) {
    const { maskWords } = walk.time;
    this.walk = walk;
    this.holders = new Int32Array(32 * maskWords);
    this.used = new Int32Array(maskWords);
    this.free = new Int32Array(maskWords);
  }

  /** The walk has to be where it was set down last. */
  land({ rank, state, mustUse, used, free }: Configuration, isIdle: boolean): void {
    const { walk } = this;
    if (rank !== this.rank) this.advance(rank);
    for (let word = 0; word < used.length; word++) {
      let changed = int(this.used, word) ^ int(used, word);
      changed |= int(this.free, word) ^ int(free, word);
      for (; changed !== 0; changed &= changed - 1) {
        const slot = 32 * word + 31 - Math.clz32(changed & -changed);
        const position = int(this.holders, slot);
        const marks = this.observes(position) ? free : used;
        this.setTaken(position, (int(marks, word) >>> (slot & 31)) & 1);
      }
    }
    this.used.set(used);
    this.free.set(free);
    walk.marks.used.set(used);
    walk.marks.free.set(free);
    walk.rank = rank;
    walk.state = state;
    walk.mustUse = mustUse;
    walk.idleAt = isIdle ? rank : -1;
    walk.trail.clear();
  }

  /** All that returned before `rank` is done with; of the rest, nothing is as yet. */
  private advance(rank: number): void {
    const { positionAt, observers, changers, maybes, calledBy } = this.walk.time;
    if (rank < this.rank) {
      for (const position of this.walk.taken.keys()) this.setTaken(position, 0);
      this.rank = 0;
    }
    for (let passed = Math.max(0, this.rank); passed < rank; passed++) {
      this.setTaken(int(positionAt, passed), 1);
    }
    for (const inFlight of [observers, changers]) {
      for (let at = 0; at < inFlight.count(rank); at++) this.hold(inFlight.position(rank, at));
    }
    for (const position of maybes) {
      if (position >= int(calledBy, rank)) break;
      this.hold(position);
    }
    this.rank = rank;
    this.used.fill(0);
    this.free.fill(0);
  }

  private hold(position: number): void {
    this.setTaken(position, 0);
    this.holders[int(this.walk.time.slotOf, position)] = position;
  }

  private setTaken(position: number, taken: number): void {
    const { walk } = this;
    if (byte(walk.taken, position) === taken) return;
    walk.taken[position] = taken;
    if (taken === 1) walk.outlook.took(position);
    else walk.outlook.gaveBack(position);
  }

  private observes(position: number): boolean {
    const operation = int(this.walk.time.operationAt, position);
    return byte(this.walk.problem.effects, operation) === EFFECT.observes;
  }
}
