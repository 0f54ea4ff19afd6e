import type { End } from '../../history/operation.ts';
import { decideByVersions } from '../algorithms/version-chain.ts';
import type { VersionedOperations } from '../algorithms/version-facts.ts';
import { byte, int, real } from '../cell.ts';
import { ByteColumn, IntColumn, Names, RealColumn } from '../column.ts';
import type { Decision } from '../decision.ts';
import type { Gathering, Part } from '../gathering.ts';
import {
  meaningOf,
  versionedValueOf,
  type VersionedGet,
  type VersionedOperation,
  type VersionedPut,
} from '../operations/versioned-kv-operation.ts';
import { searchVersions } from './versioned-kv-decide.ts';

const OUTPUTS = [null, 'OK', 'ErrVersion', 'ErrNoKey', 'ErrMaybe'] as const;
/** The output is a value and its version. */
const VALUE = OUTPUTS.length;
const ENDS: readonly End[] = ['ok', 'failed', 'unknown'];
const PUT = 32;

/** Operations of a versioned key/value service in columns: some 70 bytes each. */
export class VersionedStore implements Gathering<VersionedOperation> {
  size = 0;
  private readonly calls = new RealColumn();
  /** NaN where nobody heard back. */
  private readonly returns = new RealColumn();
  /** The version that a put expects, or that a get saw. */
  private readonly versions = new RealColumn();
  /** The value that a put writes, or that a get saw. */
  private readonly values: string[] = [];
  /** Put or get, output and end, in one number. */
  private readonly kinds = new ByteColumn();
  private readonly meanings = new ByteColumn();
  private readonly clients = new IntColumn();
  private readonly keys = new IntColumn();
  private readonly lines = new IntColumn();
  private readonly clientNames = new Names();
  private readonly keyNames = new Names();

  add(operation: VersionedOperation): void {
    const row = this.size++;
    const { client, input, callTime, returnTime, line } = operation;
    this.calls.set(row, callTime);
    this.returns.set(row, returnTime ?? Number.NaN);
    this.clients.set(row, this.clientNames.numberOf(client));
    this.keys.set(row, this.keyNames.numberOf(input.key));
    this.lines.set(row, line ?? 0);
    this.kinds.set(row, kindOf(operation));
    this.meanings.set(row, meaningOf(operation));
    const { value, version } = versionedValueOf(operation);
    this.versions.set(row, version);
    this.values.push(value);
  }

  parts(): readonly Part<VersionedOperation>[] {
    const rows = rowsByKey(this.keys.cells.subarray(0, this.size), this.keyNames.names.length);
    return rows.map((ofKey, key) => new VersionedPart(this, this.keyNames.nameOf(key), ofKey));
  }

  clientOf(row: number): number {
    return int(this.clients.cells, row);
  }

  callOf(row: number): number {
    return real(this.calls.cells, row);
  }

  /** The last instant at which it can have happened. */
  returnOf(row: number): number {
    const time = real(this.returns.cells, row);
    return Number.isNaN(time) || this.endOf(row) === 'unknown' ? Infinity : time;
  }

  versionOf(row: number): number {
    return this.isErrNoKey(row) ? 0 : real(this.versions.cells, row);
  }

  valueOf(row: number): string {
    return this.values[row] ?? '';
  }

  /** One of `MEANING`. */
  meaningOf(row: number): number {
    return byte(this.meanings.cells, row);
  }

  operationAt(row: number): VersionedOperation {
    const kind = byte(this.kinds.cells, row);
    const time = real(this.returns.cells, row);
    const times = {
      client: this.clientNames.nameOf(int(this.clients.cells, row)),
      callTime: real(this.calls.cells, row),
      returnTime: Number.isNaN(time) ? null : time,
      end: this.endOf(row),
    };
    const line = int(this.lines.cells, row);
    const place = line === 0 ? times : { ...times, line };
    const key = this.keyNames.nameOf(int(this.keys.cells, row));
    const [value, version] = [this.valueOf(row), real(this.versions.cells, row)];
    const output = OUTPUTS[kind & 7];
    if ((kind & PUT) !== 0) {
      const input = { key, value, version };
      return { op: 'put', input, output: output ?? null, ...place } satisfies VersionedPut;
    }
    const seen = output === 'ErrNoKey' || output === null ? output : { value, version };
    return { op: 'get', input: { key }, output: seen, ...place } satisfies VersionedGet;
  }

  private endOf(row: number): End {
    return ENDS[(byte(this.kinds.cells, row) >>> 3) & 3] ?? 'unknown';
  }

  private isErrNoKey(row: number): boolean {
    return OUTPUTS[byte(this.kinds.cells, row) & 7] === 'ErrNoKey';
  }
}

/** The operations on one key. */
class VersionedPart implements Part<VersionedOperation>, VersionedOperations {
  readonly key: string;
  private readonly store: VersionedStore;
  /** Those of the store, in the order of the history. */
  private readonly rows: Int32Array;

  constructor(store: VersionedStore, key: string, rows: Int32Array) {
    this.store = store;
    this.key = key;
    this.rows = rows;
  }

  get size(): number {
    return this.rows.length;
  }

  decide(): Decision {
    return decideByVersions(this) ?? searchVersions(this.operations());
  }

  operations(): readonly VersionedOperation[] {
    return Array.from(this.rows, (row) => this.store.operationAt(row));
  }

  clientOf(operation: number): number {
    return this.store.clientOf(int(this.rows, operation));
  }

  callOf(operation: number): number {
    return this.store.callOf(int(this.rows, operation));
  }

  returnOf(operation: number): number {
    return this.store.returnOf(int(this.rows, operation));
  }

  meaningOf(operation: number): number {
    return this.store.meaningOf(int(this.rows, operation));
  }

  versionOf(operation: number): number {
    return this.store.versionOf(int(this.rows, operation));
  }

  valueOf(operation: number): string {
    return this.store.valueOf(int(this.rows, operation));
  }
}

function kindOf({ op, output, end }: VersionedOperation): number {
  const text = typeof output === 'object' && output !== null ? null : output;
  const number = text === output ? OUTPUTS.indexOf(text) : VALUE;
  return (op === 'put' ? PUT : 0) | (ENDS.indexOf(end) << 3) | number;
}

/** Key to its rows. */
function rowsByKey(keys: Int32Array, count: number): Int32Array[] {
  const sizes = new Int32Array(count);
  for (const key of keys) sizes[key] = int(sizes, key) + 1;
  const rows = Array.from(sizes, (size) => new Int32Array(size));
  sizes.fill(0);
  for (let row = 0; row < keys.length; row++) {
    const key = int(keys, row);
    const ofKey = rows[key];
    const at = int(sizes, key);
    if (ofKey !== undefined) ofKey[at] = row;
    sizes[key] = at + 1;
  }
  return rows;
}
