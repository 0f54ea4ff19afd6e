import { int, real } from '../cell.ts';
import { NONE } from '../program-order.ts';

/** What an operation says of its key. */
export const MEANING = {
  nothing: 0,
  /** It saw a version: a get, or (version 0) whoever was told that there is no key. */
  seen: 1,
  /** A put that was done on a version, which then grew by one. */
  done: 2,
  /** A put that was refused, though the key exists, as it has another version. */
  refused: 3,
  /** A put that may have been done, or will be. */
  maybe: 4,
  /** A put on version 0 that was refused as there is no key: no order explains that. */
  absurd: 5,
} as const;

/** Operations on one key, by numbers from 0 on, in the order of the history. */
export interface VersionedOperations {
  readonly size: number;
  /** A number for the client, from 0 on. */
  clientOf(operation: number): number;
  callOf(operation: number): number;
  /** The last instant at which it can have happened. */
  returnOf(operation: number): number;
  /** One of `MEANING`. */
  meaningOf(operation: number): number;
  /** The version that a put expects, or that was seen. */
  versionOf(operation: number): number;
  /** The value that a put writes, or that was seen. */
  valueOf(operation: number): string;
}

/** What the operations of one key say, version by version. At version 0 the key does not exist. */
export class VersionFacts {
  /** No version above it can have existed: the number of puts that may have taken effect. */
  readonly ceiling: number;
  /** The highest version that somebody saw or wrote: every version up to it existed. */
  highest = 0;
  /** The latest instant at which the key can have been created. */
  createdBy = Infinity;
  /** Version to the earliest return, and to the latest call, of those that saw it. */
  readonly earliestReturn: Float64Array;
  readonly latestCall: Float64Array;
  /** Version to puts of unknown end that expect it, and to puts refused although they expect it. */
  readonly maybes: Chains;
  readonly refusals: Chains;

  private readonly operations: VersionedOperations;
  /** Version to the put that was done on it, and to one that saw it; NONE if there is none. */
  private readonly putOn: Int32Array;
  private readonly seenAt: Int32Array;

  constructor(operations: VersionedOperations) {
    this.operations = operations;
    this.ceiling = countWrites(operations);
    const versions = this.ceiling + 2;
    const links = new Int32Array(operations.size);
    this.maybes = new Chains(versions, links);
    this.refusals = new Chains(versions, links);
    this.putOn = new Int32Array(versions).fill(NONE);
    this.seenAt = new Int32Array(versions).fill(NONE);
    this.earliestReturn = new Float64Array(versions).fill(Infinity);
    this.latestCall = new Float64Array(versions).fill(-Infinity);
  }

  /** Takes in all operations; false if two of them contradict each other whatever their times. */
  collect(): boolean {
    for (let operation = 0; operation < this.operations.size; operation++) {
      if (!this.take(operation)) return false;
    }
    return true;
  }

  /** The put that was done on `version`; NONE if none was. */
  putDoneOn(version: number): number {
    return int(this.putOn, version);
  }

  /** The value that was seen at `version`; undefined if it was not. */
  valueAt(version: number): string | undefined {
    const operation = int(this.seenAt, version);
    return operation === NONE ? undefined : this.operations.valueOf(operation);
  }

  private take(operation: number): boolean {
    const version = this.operations.versionOf(operation);
    const meaning = this.operations.meaningOf(operation);
    switch (meaning) {
      case MEANING.seen:
        return this.takeSeen(operation, version);
      case MEANING.done:
        if (version >= this.ceiling || int(this.putOn, version) !== NONE) return false;
        this.putOn[version] = operation;
        this.highest = Math.max(this.highest, version + 1);
        return true;
      case MEANING.refused:
        this.createdBy = Math.min(this.createdBy, this.operations.returnOf(operation));
        if (version <= this.ceiling) this.refusals.add(version, operation);
        return true;
      case MEANING.maybe:
        if (version < this.ceiling) this.maybes.add(version, operation);
        return true;
      default:
        return meaning === MEANING.nothing;
    }
  }

  private takeSeen(operation: number, version: number): boolean {
    if (version > this.ceiling) return false;
    if (version > 0) {
      if (int(this.seenAt, version) === NONE) this.seenAt[version] = operation;
      else if (this.valueAt(version) !== this.operations.valueOf(operation)) return false;
    }
    this.highest = Math.max(this.highest, version);
    const returned = this.operations.returnOf(operation);
    this.earliestReturn[version] = Math.min(real(this.earliestReturn, version), returned);
    const called = this.operations.callOf(operation);
    this.latestCall[version] = Math.max(real(this.latestCall, version), called);
    return true;
  }
}

function countWrites(operations: VersionedOperations): number {
  let count = 0;
  for (let operation = 0; operation < operations.size; operation++) {
    const meaning = operations.meaningOf(operation);
    if (meaning === MEANING.done || meaning === MEANING.maybe) count++;
  }
  return count;
}

const NO_OPERATIONS: readonly number[] = [];

/** Lists of operations, one for each version. None is in two lists, so all lists can share their links. */
class Chains {
  private readonly heads: Int32Array;
  private readonly links: Int32Array;

  constructor(versions: number, links: Int32Array) {
    this.heads = new Int32Array(versions).fill(NONE);
    this.links = links;
  }

  add(version: number, operation: number): void {
    this.links[operation] = int(this.heads, version);
    this.heads[version] = operation;
  }

  at(version: number): readonly number[] {
    let operations: number[] | undefined;
    let operation = int(this.heads, version);
    for (; operation !== NONE; operation = int(this.links, operation)) {
      (operations ??= []).push(operation);
    }
    return operations ?? NO_OPERATIONS;
  }
}
