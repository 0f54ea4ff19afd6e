import { int, real } from '../cell.ts';
import {
  putEnd,
  type VersionedGet,
  type VersionedOperation,
  type VersionedPut,
} from '../models/versioned-kv-operation.ts';

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
  readonly maybePuts: Chains;
  readonly refusals: Chains;

  private readonly operations: readonly VersionedOperation[];
  /** Version to the put that returned OK for it, or to a get that saw it; -1 if there is none. */
  private readonly putOn: Int32Array;
  private readonly getAt: Int32Array;

  constructor(operations: readonly VersionedOperation[]) {
    this.operations = operations;
    this.ceiling = countWrites(operations);
    const versions = this.ceiling + 2;
    const links = new Int32Array(operations.length);
    this.maybePuts = new Chains(operations, versions, links);
    this.refusals = new Chains(operations, versions, links);
    this.putOn = new Int32Array(versions).fill(-1);
    this.getAt = new Int32Array(versions).fill(-1);
    this.earliestReturn = new Float64Array(versions).fill(Infinity);
    this.latestCall = new Float64Array(versions).fill(-Infinity);
  }

  /** Takes in all operations; false if two of them contradict each other whatever their times. */
  collect(): boolean {
    for (let index = 0; index < this.operations.length; index++) {
      const operation = this.operations[index];
      if (operation === undefined) continue;
      const fits = operation.op === 'get' ? this.get(operation, index) : this.put(operation, index);
      if (!fits) return false;
    }
    return true;
  }

  /** The put that returned OK for `version`, if one did. */
  putDoneOn(version: number): VersionedPut | undefined {
    const index = int(this.putOn, version);
    const put = index < 0 ? undefined : this.operations[index];
    return put?.op === 'put' ? put : undefined;
  }

  /** The value that gets saw at `version`; undefined if none did. */
  valueAt(version: number): string | undefined {
    const index = int(this.getAt, version);
    const get = index < 0 ? undefined : this.operations[index];
    const seen = get?.op === 'get' ? get.output : null;
    return seen === null || seen === 'ErrNoKey' ? undefined : seen.value;
  }

  private get(get: VersionedGet, index: number): boolean {
    const seen = get.output;
    if (seen === null) return true;
    if (seen === 'ErrNoKey') return this.seenAt(0, get);
    if (seen.version === 0 || seen.version > this.ceiling) return false;
    if (int(this.getAt, seen.version) === -1) this.getAt[seen.version] = index;
    else if (this.valueAt(seen.version) !== seen.value) return false;
    return this.seenAt(seen.version, get);
  }

  private put(put: VersionedPut, index: number): boolean {
    const { version } = put.input;
    switch (putEnd(put)) {
      case 'done':
        if (version >= this.ceiling || int(this.putOn, version) !== -1) return false;
        this.putOn[version] = index;
        this.highest = Math.max(this.highest, version + 1);
        return true;
      case 'ErrVersion':
        this.createdBy = Math.min(this.createdBy, put.returnTime ?? Infinity);
        if (version <= this.ceiling) this.refusals.add(version, index);
        return true;
      case 'ErrNoKey':
        return version > 0 && this.seenAt(0, put);
      case 'maybe':
        if (version < this.ceiling) this.maybePuts.add(version, index);
        break;
      case 'nothing':
    }
    return true;
  }

  private seenAt(version: number, { callTime, returnTime }: VersionedOperation): boolean {
    this.highest = Math.max(this.highest, version);
    this.earliestReturn[version] = Math.min(
      real(this.earliestReturn, version),
      returnTime ?? Infinity,
    );
    this.latestCall[version] = Math.max(real(this.latestCall, version), callTime);
    return true;
  }
}

function countWrites(operations: readonly VersionedOperation[]): number {
  let count = 0;
  for (const operation of operations) {
    if (operation.op !== 'put') continue;
    const end = putEnd(operation);
    if (end === 'done' || end === 'maybe') count++;
  }
  return count;
}

const NO_PUTS: readonly VersionedPut[] = [];

/** Lists of puts, one for each version. No put is in two lists, so all lists can share their links. */
class Chains {
  private readonly operations: readonly VersionedOperation[];
  private readonly heads: Int32Array;
  private readonly links: Int32Array;

  constructor(operations: readonly VersionedOperation[], versions: number, links: Int32Array) {
    this.operations = operations;
    this.heads = new Int32Array(versions).fill(-1);
    this.links = links;
  }

  add(version: number, index: number): void {
    this.links[index] = int(this.heads, version);
    this.heads[version] = index;
  }

  /** The puts at `version` that were called after `instant`. */
  calledAfter(version: number, instant: number): readonly VersionedPut[] {
    let puts: VersionedPut[] | undefined;
    for (let index = int(this.heads, version); index !== -1; index = int(this.links, index)) {
      const operation = this.operations[index];
      if (operation?.op === 'put' && operation.callTime > instant) (puts ??= []).push(operation);
    }
    return puts ?? NO_PUTS;
  }
}
