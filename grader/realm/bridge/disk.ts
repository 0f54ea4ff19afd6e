import { boot } from './given.ts';
import { encode, KeptText } from './json.ts';
import { put } from './outbox.ts';
import { freeze, parse } from './primordials.ts';
import { bytesOf } from './size.ts';

let { state, snapshot } = boot;
/** Sizes of both, counted when they are asked for first; -1 until then. */
let stateBytes = -1;
let snapshotBytes = -1;
const keptState = new KeptText();

/** What the process keeps over its crashes, as JSON texts. */
export const persister = freeze({
  save(newState: unknown, newSnapshot: unknown): void {
    const stateText = keptState.encode(newState, 'save state');
    const snapshotText = newSnapshot === undefined ? null : encode(newSnapshot, 'save snapshot');
    state = stateText;
    stateBytes = -1;
    if (snapshotText !== null) {
      snapshot = snapshotText;
      snapshotBytes = -1;
    }
    put('save', snapshotText === null ? 0 : 1, 0, stateText, snapshotText ?? '');
  },
  readState: (): unknown => (state === null ? undefined : parse(state)),
  readSnapshot: (): unknown => (snapshot === null ? undefined : parse(snapshot)),
  get stateBytes(): number {
    if (stateBytes < 0) stateBytes = bytesOf(state ?? '');
    return stateBytes;
  },
  get snapshotBytes(): number {
    if (snapshotBytes < 0) snapshotBytes = bytesOf(snapshot ?? '');
    return snapshotBytes;
  },
});
