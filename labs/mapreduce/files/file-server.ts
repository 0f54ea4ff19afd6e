import type { Effect, Server, ServerEvent } from '../../../harness/vocabulary/server.ts';
import type { FileRpc } from './file-rpc.ts';
import { FileStore, type StoredFile } from './file-store.ts';

/** What the world is told when the file under a name that it watches has changed; null when it is gone. */
export interface FileChange {
  readonly name: string;
  readonly contents: string | null;
}

/** Channel on which the world is told. */
export const CHANGE_CHANNEL = 'change';

type Request = {
  [Method in keyof FileRpc]: { method: Method } & Parameters<FileRpc[Method]>[0];
}[keyof FileRpc];

/** The shared files as a process of the run. It never crashes: files outlive all else. */
export class FileServer implements Server {
  private readonly store = new FileStore();
  /** Files by the numbers that `open` gave out. */
  private readonly opened: StoredFile[] = [];
  private readonly isWatched: (name: string) => boolean;
  private changes: FileChange[] = [];

  constructor(files: Readonly<Record<string, string>>, isWatched: (name: string) => boolean) {
    this.isWatched = isWatched;
    for (const [name, contents] of Object.entries(files)) {
      this.store.write(this.store.open(name), 0, contents);
    }
  }

  step(event: ServerEvent): readonly Effect[] {
    if (event.kind !== 'request') return [];
    this.changes = [];
    const { call, method, args } = event;
    const answer = this.answer({ method, ...(JSON.parse(args) as object) } as Request);
    const told = this.changes.map((change): Effect => {
      return { kind: 'emit', channel: CHANGE_CHANNEL, value: JSON.stringify(change) };
    });
    return [...told, { kind: 'respond', call, reply: JSON.stringify(answer) }];
  }

  stop(): void {}

  private answer(request: Request): ReturnType<FileRpc[keyof FileRpc]> {
    const { store } = this;
    switch (request.method) {
      case 'read':
        return store.find(request.name)?.contents ?? null;
      case 'list':
        return store.list(request.prefix);
      case 'open':
        this.opened.push(store.open(request.name));
        this.noteChange(request.name);
        return this.opened.length - 1;
      case 'write':
        return this.write(request);
      case 'rename': {
        const { from, to } = request;
        const isThere = store.rename(from, to);
        if (isThere) for (const name of new Set([from, to])) this.noteChange(name);
        return isThere;
      }
      case 'remove': {
        const wasThere = store.remove(request.name);
        if (wasThere) this.noteChange(request.name);
        return wasThere;
      }
    }
  }

  private write({ handle, position, text }: Request & { method: 'write' }): boolean {
    const file = this.opened[handle];
    if (file === undefined) return false;
    this.store.write(file, position, text);
    const name = this.store.nameOf(file);
    if (name !== null) this.noteChange(name);
    return true;
  }

  private noteChange(name: string): void {
    if (!this.isWatched(name)) return;
    this.changes.push({ name, contents: this.store.find(name)?.contents ?? null });
  }
}
