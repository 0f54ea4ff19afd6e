import type { BeginNative, NativeHandlers } from '../../../harness/native/native-process.ts';
import type { FileRpc } from './file-rpc.ts';
import { FileStore, type StoredFile } from './file-store.ts';

/** What the world is told when the file under a name that it watches has changed; null when it is gone. */
export interface FileChange {
  readonly name: string;
  readonly contents: string | null;
}

/** Channel on which the world is told. */
export const CHANGE_CHANNEL = 'change';

/** The shared files as a process of the run. It never crashes: files outlive all else. */
export function fileServer(
  files: Readonly<Record<string, string>>,
  isWatched: (name: string) => boolean,
): BeginNative<FileRpc> {
  return ({ tell }) => {
    const store = new FileStore();
    for (const [name, contents] of Object.entries(files))
      store.write(store.open(name), 0, contents);
    return handlersOf(store, (name) => {
      if (!isWatched(name)) return;
      const contents = store.find(name)?.contents ?? null;
      tell(CHANGE_CHANNEL, { name, contents } satisfies FileChange);
    });
  };
}

function handlersOf(store: FileStore, noteChange: (name: string) => void): NativeHandlers<FileRpc> {
  /** Files by the numbers that `open` gave out. */
  const opened: StoredFile[] = [];
  return {
    read: ({ name }) => store.find(name)?.contents ?? null,
    list: ({ prefix }) => store.list(prefix),
    open({ name }) {
      opened.push(store.open(name));
      noteChange(name);
      return opened.length - 1;
    },
    write({ handle, position, text }) {
      const file = opened[handle];
      if (file === undefined) return false;
      store.write(file, position, text);
      const name = store.nameOf(file);
      if (name !== null) noteChange(name);
      return true;
    },
    rename({ from, to }) {
      const isThere = store.rename(from, to);
      if (isThere) for (const name of new Set([from, to])) noteChange(name);
      return isThere;
    },
    remove({ name }) {
      const wasThere = store.remove(name);
      if (wasThere) noteChange(name);
      return wasThere;
    },
  };
}
