import { boot } from './given.ts';
import { encode, KeptText } from './json.ts';
import { put } from './outbox.ts';
import { freeze, parse } from './primordials.ts';
import { bytesOf } from './size.ts';

let { state, snapshot } = boot;
const keptState = new KeptText();

/** What the process keeps over its crashes, as JSON texts. */
export const persister = freeze({
  save(newState: unknown, newSnapshot: unknown): void {
    const stateText = keptState.encode(newState, 'save state');
    const snapshotText = newSnapshot === undefined ? null : encode(newSnapshot, 'save snapshot');
    state = stateText;
    if (snapshotText !== null) snapshot = snapshotText;
    put('save', snapshotText === null ? 0 : 1, 0, stateText, snapshotText ?? '');
  },
  readState: (): unknown => (state === null ? undefined : parse(state)),
  readSnapshot: (): unknown => (snapshot === null ? undefined : parse(snapshot)),
  get stateBytes(): number {
    return state === null ? 0 : bytesOf(state);
  },
  get snapshotBytes(): number {
    return snapshot === null ? 0 : bytesOf(snapshot);
  },
});
