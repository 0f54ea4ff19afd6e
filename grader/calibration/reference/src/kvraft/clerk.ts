/** A client of the key/value service: it finds the leader, and tries again until there is an answer. */
import { sleep, type Clerk, type GetResult, type KvRpc } from 'splitbrain/kvraft';
import type { Node, Peer, PutResult } from 'splitbrain/kvraft';

/** After every server was asked in vain: long enough for an election to make progress. */
const ROUND_PAUSE_MS = 20;

export default class KvClerk implements Clerk {
  private readonly servers: readonly Peer<KvRpc>[];
  /** The server that answered last, in `servers`. */
  private leader = 0;

  constructor(node: Node<KvRpc>, servers: readonly string[]) {
    this.servers = servers.map((name) => node.to<KvRpc>(name));
  }

  async get(key: string): Promise<GetResult> {
    return this.ask(async (server) => {
      const reply = await server.get({ key });
      return reply?.err === 'ErrWrongLeader' ? undefined : reply;
    });
  }

  async put(key: string, value: string, version: number): Promise<PutResult> {
    let sends = 0;
    return this.ask(async (server) => {
      sends += 1;
      const reply = await server.put({ key, value, version });
      if (reply === undefined || reply.err === 'ErrWrongLeader') return undefined;
      // It may have been an earlier send of this very put that changed the version.
      if (reply.err === 'ErrVersion' && sends > 1) return { err: 'ErrMaybe' };
      return { err: reply.err };
    });
  }

  /** Asks one server after another, the last known leader first, until one answers. */
  private async ask<Result>(
    askOne: (server: Peer<KvRpc>) => Promise<Result | undefined>,
  ): Promise<Result> {
    for (let asked = 1; ; asked += 1) {
      const server = this.servers[this.leader];
      const result = server === undefined ? undefined : await askOne(server);
      if (result !== undefined) return result;

      this.leader = (this.leader + 1) % this.servers.length;
      if (asked % this.servers.length === 0) await sleep(ROUND_PAUSE_MS);
    }
  }
}
