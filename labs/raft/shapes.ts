import { fieldsOf, isCount, ShapeError } from '../../harness/clients/shape-error.ts';
import type { ApplyMsg, RaftState, StartResult } from './api.ts';

/** Reads the answer of `getState`; throws `ShapeError`. */
export function readRaftState(text: string): RaftState {
  const value: unknown = JSON.parse(text);
  const { term, isLeader } = fieldsOf(value);
  if (isCount(term) && typeof isLeader === 'boolean') return { term, isLeader };
  throw new ShapeError(
    `getState() must return { term: a whole number, isLeader: a boolean }; it returned ${text}`,
  );
}

/** Reads the answer of `start`; throws `ShapeError`. */
export function readStartResult(text: string): StartResult {
  const value: unknown = JSON.parse(text);
  const { index, term, isLeader } = fieldsOf(value);
  if (isLeader === false) return { isLeader };
  if (isLeader === true && isCount(index) && isCount(term)) return { isLeader, index, term };
  throw new ShapeError(
    `start() must return { isLeader: true, index, term } or { isLeader: false }; it returned ${text}`,
  );
}

/** Reads a message given to `apply`; throws `ShapeError`. */
export function readApplyMsg(text: string): ApplyMsg {
  const value = fieldsOf(JSON.parse(text)) as Partial<Record<string, never>>;
  const { command, commandIndex, snapshot, snapshotIndex, snapshotTerm } = value;
  if (command !== undefined && isCount(commandIndex)) return { command, commandIndex };
  if (snapshot !== undefined && isCount(snapshotIndex) && isCount(snapshotTerm)) {
    return { snapshot, snapshotIndex, snapshotTerm };
  }
  throw new ShapeError(
    'apply() takes { command, commandIndex } or { snapshot, snapshotIndex, snapshotTerm }; ' +
      `it was given ${text}`,
  );
}

/** Reads a snapshot of the tester's service, [index, fingerprint]; `null` is the empty one. */
export function readServiceSnapshot(text: string, where: string): readonly [number, string] {
  if (text === 'null') return [0, ''];
  const value: unknown = JSON.parse(text);
  if (Array.isArray(value) && isCount(value[0]) && typeof value[1] === 'string') {
    return [value[0], value[1]];
  }
  throw new ShapeError(
    `the snapshot ${where} must be what the service gave to snapshot(), unchanged; it is ${text}`,
  );
}
