import type { Files, Node, Peer } from '../api.ts';
import { FILES, type FileRpc } from '../files/file-rpc.ts';

/** Characters that one request writes: few, so that a crash can leave half a file behind. */
const PIECE = 500;

/** The shared files as a worker sees them. */
export class FilesClient implements Files {
  private readonly store: Peer<FileRpc>;

  constructor(node: Node<unknown>) {
    this.store = node.to<FileRpc>(FILES);
  }

  async read(name: string): Promise<string | undefined> {
    const contents = answered(await this.store.read({ name: text(name, 'read: the name') }));
    return contents ?? undefined;
  }

  async write(name: string, contents: string): Promise<void> {
    text(contents, `write: the contents of ${name}`);
    const handle = answered(await this.store.open({ name: text(name, 'write: the name') }));
    for (let position = 0; position < contents.length; position += PIECE) {
      const piece = contents.slice(position, position + PIECE);
      answered(await this.store.write({ handle, position, text: piece }));
    }
  }

  async rename(from: string, to: string): Promise<boolean> {
    const names = {
      from: text(from, 'rename: the old name'),
      to: text(to, 'rename: the new name'),
    };
    return answered(await this.store.rename(names));
  }

  async remove(name: string): Promise<boolean> {
    return answered(await this.store.remove({ name: text(name, 'remove: the name') }));
  }

  async list(prefix = ''): Promise<readonly string[]> {
    return answered(await this.store.list({ prefix: text(prefix, 'list: the prefix') }));
  }
}

function text(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`${what} must be a string; it is ${JSON.stringify(value) ?? typeof value}`);
}

function answered<Reply>(reply: Reply | undefined): Reply {
  if (reply !== undefined) return reply;
  throw new Error(
    'the shared files did not answer, which they always do: this is an error in Splitbrain, please report it',
  );
}
