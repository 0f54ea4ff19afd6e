import type { Effect, Server, ServerEvent } from '../../../harness/sim/server.ts';
import type { FileRpc } from './file-rpc.ts';
import { FileStore, type StoredFile } from './file-store.ts';

/** What the world is told when a file under an output's name has changed; null when it is gone. */
export interface OutputChange {
  readonly name: string;
  readonly contents: string | null;
}

/** Channel on which the world is told of outputs. */
export const OUTPUT_CHANNEL = 'output';

type Requests = { [Method in keyof FileRpc]: Parameters<FileRpc[Method]>[0] };
type Request = { [Method in keyof Requests]: { method: Method } & Requests[Method] }[keyof Requests];

/** The shared files as a process of the run. It never crashes: files outlive all else. */
export class FileServer implements Server {
  private readonly store = new FileStore();
  private readonly open: StoredFile[] = [];
  /** Answers to what changed something, by the request's id. */
  private readonly answered = new Map<string, string>();
  private readonly isOutput: (name: string) => boolean;
  private changes: OutputChange[] = [];

  constructor(files: Readonly<Record<string, string>>, isOutput: (name: string) => boolean) {
    this.isOutput = isOutput;
    for (const [name, contents] of Object.entries(files)) {
      this.store.write(this.store.open(name), 0, contents);
    }
  }

  step(event: ServerEvent): readonly Effect[] {
    if (event.kind !== 'request') return [];
    this.changes = [];
    const { call, method, args } = event;
    const reply = this.answer({ method, ...(JSON.parse(args) as object) } as Request);
    const told = this.changes.map((change): Effect => {
      return { kind: 'emit', channel: OUTPUT_CHANNEL, value: JSON.stringify(change) };
    });
    return [...told, { kind: 'respond', call, reply }];
  }

  stop(): void {}

  private answer(request: Request): string {
    if (request.method === 'read' || request.method === 'list') {
      return JSON.stringify(this.look(request));
    }
    const known = this.answered.get(request.id);
    if (known !== undefined) return known;
    const reply = JSON.stringify(this.change(request));
    this.answered.set(request.id, reply);
    return reply;
  }

  private look(request: Request & { method: 'read' | 'list' }): string | null | readonly string[] {
    if (request.method === 'list') return this.store.list(request.prefix);
    return this.store.find(request.name)?.contents ?? null;
  }

  private change(request: Exclude<Request, { method: 'read' | 'list' }>): number | boolean {
    const { store } = this;
    switch (request.method) {
      case 'open':
        this.open.push(store.open(request.name));
        this.tell(request.name);
        return this.open.length - 1;
      case 'write':
        return this.write(request);
      case 'rename': {
        const isThere = store.rename(request.from, request.to);
        if (isThere) for (const name of [request.from, request.to]) this.tell(name);
        return isThere;
      }
      case 'remove': {
        const wasThere = store.remove(request.name);
        if (wasThere) this.tell(request.name);
        return wasThere;
      }
    }
  }

  private write({ handle, position, text }: Requests['write']): boolean {
    const file = this.open[handle];
    if (file === undefined) return false;
    this.store.write(file, position, text);
    const name = this.store.nameOf(file);
    if (name !== null) this.tell(name);
    return true;
  }

  private tell(name: string): void {
    if (!this.isOutput(name)) return;
    this.changes.push({ name, contents: this.store.find(name)?.contents ?? null });
  }
}
