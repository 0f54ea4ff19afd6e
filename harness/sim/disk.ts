import { utf8Bytes } from '../vocabulary/json-size.ts';
import { LAB_KEY_START, type RecordChange, type StoredRecord } from '../vocabulary/server.ts';

/** What is on a process's disk, as JSON texts, and how large it is in UTF-8 bytes. */
export interface Disk {
  state: string | null;
  snapshot: string | null;
  /** The texts of its records, by their keys. */
  records: ReadonlyMap<string, string>;
  /** Invariant: the size of `state`, 0 without one. */
  stateBytes: number;
  /** Invariant: the size of `snapshot`, 0 without one. */
  snapshotBytes: number;
  /** Invariant: the size of `records`, keys and texts, those of the lab left out. */
  recordBytes: number;
}

export function emptyDisk(): Disk {
  return {
    state: null,
    snapshot: null,
    records: new Map(),
    stateBytes: 0,
    snapshotBytes: 0,
    recordBytes: 0,
  };
}

/** Writes both texts at once; null for the snapshot leaves the old one. */
export function saveTo(disk: Disk, state: string, snapshot: string | null): void {
  disk.state = state;
  disk.stateBytes = utf8Bytes(state);
  if (snapshot === null) return;
  disk.snapshot = snapshot;
  disk.snapshotBytes = utf8Bytes(snapshot);
}

/** Changes records, all at once. */
export function writeTo(disk: Disk, changes: readonly RecordChange[]): void {
  // Nobody else may change them.
  const records = disk.records as Map<string, string>;
  for (const [key, value] of changes) {
    disk.recordBytes += bytesOf(key, value) - bytesOf(key, records.get(key) ?? null);
    if (value === null) records.delete(key);
    else records.set(key, value);
  }
}

function bytesOf(key: string, value: string | null): number {
  if (value === null || key.startsWith(LAB_KEY_START)) return 0;
  return utf8Bytes(key) + utf8Bytes(value);
}

/** The records of a disk by ascending keys, as their UTF-16 units compare. */
export function sortedRecords({ records }: Readonly<Disk>): StoredRecord[] {
  return [...records].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

export function eraseDisk(disk: Disk): void {
  Object.assign(disk, emptyDisk());
}
