/** Lab 2: your clerk, a client's side of the key/value server. See labs/kvserver/README.md. */
import type { Clerk, GetReply, KvRpc, Node, Peer, PutResult } from 'splitbrain/kvserver';

/** Lives in a client's process. A client calls one method at a time. */
export default class MyClerk implements Clerk {
  /** The server. An RPC is `await this.server.get({ key })`; `undefined` when a message was lost. */
  readonly server: Peer<KvRpc>;

  /** Knows the server by its name. */
  constructor(node: Node<KvRpc>, server: string) {
    this.server = node.to<KvRpc>(server);
  }

  /** Asks the server for a key; in 2C again and again, until it answers. */
  get(_key: string): Promise<GetReply> {
    throw new Error('not implemented: get of the clerk (labs/kvserver/README.md, Part 2A)');
  }

  /**
   * Asks the server to put a value at a version; in 2C again and again, until it answers. Once the
   * request was sent more than once, the answer `ErrVersion` becomes `ErrMaybe`.
   */
  put(_key: string, _value: string, _version: number): Promise<PutResult> {
    throw new Error('not implemented: put of the clerk (labs/kvserver/README.md, Part 2A)');
  }
}
