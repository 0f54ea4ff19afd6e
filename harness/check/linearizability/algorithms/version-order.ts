import { byte, int, real } from '../cell.ts';
import { NONE } from '../program-order.ts';
import { MEANING, type VersionedOperations } from './version-facts.ts';

/*
 * Steps count what happens to a key in order: 2v is the time at version v, 2v + 1 the write of the next.
 * A client's operations come at steps that never go back, also where its times only touch.
 */

/** What the order of each client's operations says where times only touch (see program-order.ts). */
export class VersionOrder {
  private readonly operations: VersionedOperations;
  private readonly predecessors: Int32Array;
  private readonly hasPairs: boolean;
  /** The earliest and the latest step that an operation can have, by those of its client beside it. */
  private readonly lowest: Float64Array;
  private readonly highest: Float64Array;
  /** A refusal to those that must see a later version, or write none, if it saw a later one itself. */
  private readonly followers = new Map<number, number[]>();
  /** Whether a refusal has any: few have, and looking into a large map takes long. */
  private readonly hasFollowers: Uint8Array;

  constructor(operations: VersionedOperations) {
    this.operations = operations;
    this.predecessors = predecessorsIn(operations);
    this.hasPairs = this.predecessors.some((predecessor) => predecessor !== NONE);
    const size = this.hasPairs ? operations.size : 0;
    this.lowest = new Float64Array(size).fill(-Infinity);
    this.highest = new Float64Array(size).fill(Infinity);
    this.hasFollowers = new Uint8Array(size);
    if (this.hasPairs) this.bound();
  }

  /** Whether every operation has a step. */
  isKept(): boolean {
    return this.lowest.every((lowest, operation) => lowest <= real(this.highest, operation));
  }

  /** Whether a put that was refused although it expects `version` may have seen an earlier one. */
  mayBeEarly(refusal: number, version: number): boolean {
    return !this.hasPairs || real(this.lowest, refusal) < 2 * version;
  }

  /** Whether it may have seen a later one. */
  mayBeLate(refusal: number, version: number): boolean {
    return !this.hasPairs || real(this.highest, refusal) > 2 * version;
  }

  /** Whether a put of unknown end may have been done on `version`. */
  mayWrite(put: number, version: number): boolean {
    return !this.hasPairs || real(this.lowest, put) <= 2 * version + 1;
  }

  /**
   * The puts of its client that must have seen a later version too, or not have been done, if the refusal
   * saw a later one than it expects: refused on the next version, or of unknown end on the same.
   */
  followersOf(refusal: number): readonly number[] {
    if (byte(this.hasFollowers, refusal) === 0) return NO_FOLLOWERS;
    return this.followers.get(refusal) ?? NO_FOLLOWERS;
  }

  private bound(): void {
    const { operations, predecessors, lowest, highest } = this;
    for (let operation = 0; operation < operations.size; operation++) {
      const predecessor = int(predecessors, operation);
      const least = predecessor === NONE ? -Infinity : real(lowest, predecessor);
      lowest[operation] = this.leastStep(operation, least);
    }
    for (let operation = operations.size - 1; operation >= 0; operation--) {
      highest[operation] = this.greatestStep(operation, real(highest, operation));
      const predecessor = int(predecessors, operation);
      if (predecessor === NONE || operations.meaningOf(operation) === MEANING.maybe) continue;
      highest[predecessor] = Math.min(real(highest, predecessor), real(highest, operation));
    }
    for (let operation = 0; operation < operations.size; operation++) this.findFirsts(operation);
  }

  private leastStep(operation: number, least: number): number {
    const version = this.operations.versionOf(operation);
    switch (this.operations.meaningOf(operation)) {
      case MEANING.seen:
        return Math.max(least, 2 * version);
      case MEANING.done:
        return Math.max(least, 2 * version + 1);
      case MEANING.refused: {
        // It sees a version, and another than it expects.
        const first = Math.max(least, 2);
        return first >= 2 * version - 1 && first <= 2 * version + 1 ? 2 * version + 2 : first;
      }
      default:
        return least;
    }
  }

  private greatestStep(operation: number, greatest: number): number {
    const version = this.operations.versionOf(operation);
    switch (this.operations.meaningOf(operation)) {
      case MEANING.seen:
        return Math.min(greatest, 2 * version);
      case MEANING.done:
        return Math.min(greatest, 2 * version + 1);
      case MEANING.refused:
        return greatest >= 2 * version - 1 && greatest <= 2 * version + 1
          ? 2 * version - 2
          : greatest;
      default:
        return greatest;
    }
  }

  private findFirsts(second: number): void {
    const meaning = this.operations.meaningOf(second);
    if (meaning !== MEANING.refused && meaning !== MEANING.maybe) return;
    const version = this.operations.versionOf(second) - (meaning === MEANING.refused ? 1 : 0);
    let first = int(this.predecessors, second);
    for (; first !== NONE; first = int(this.predecessors, first)) {
      const isRefused = this.operations.meaningOf(first) === MEANING.refused;
      if (!isRefused || this.operations.versionOf(first) !== version) continue;
      this.followers.set(first, [...this.followersOf(first), second]);
      this.hasFollowers[first] = 1;
    }
  }
}

const NO_FOLLOWERS: readonly number[] = [];

function predecessorsIn(operations: VersionedOperations): Int32Array {
  const predecessors = new Int32Array(operations.size).fill(NONE);
  const latest: number[] = [];
  for (let operation = 0; operation < operations.size; operation++) {
    if (operations.meaningOf(operation) === MEANING.nothing) continue;
    const client = operations.clientOf(operation);
    const earlier = latest[client];
    if (earlier !== undefined && operations.returnOf(earlier) === operations.callOf(operation)) {
      predecessors[operation] = earlier;
    }
    if (operations.meaningOf(operation) !== MEANING.maybe) latest[client] = operation;
  }
  return predecessors;
}
