/** Lab 4B: a client's way to your key/value service. The handout is labs/kvraft/README.md. */
import type { Clerk, GetResult, KvRpc, Node, PutResult } from 'splitbrain/kvraft';

/** A clerk runs on a machine of its own, and carries out one operation after another. */
export default class MyClerk implements Clerk {
  readonly node: Node<KvRpc>;
  /** The names of all servers. Call one as `await this.node.to<KvRpc>(name).get({ key })`. */
  readonly servers: readonly string[];

  // Your fields here (4B): which server was the leader last time?

  constructor(node: Node<KvRpc>, servers: readonly string[]) {
    this.node = node;
    this.servers = servers;
  }

  /** The value and version of a key, or ErrNoKey. Tries again until it has an answer. */
  get(_key: string): Promise<GetResult> {
    throw new Error('not implemented: get (labs/kvraft/README.md, Part 4B)');
  }

  /**
   * Replaces version `version` of the key. Tries again until it has an answer, and says `ErrMaybe` when
   * the version turns out to be wrong but an earlier send may have been carried out.
   */
  put(_key: string, _value: string, _version: number): Promise<PutResult> {
    throw new Error('not implemented: put (labs/kvraft/README.md, Part 4B)');
  }
}
