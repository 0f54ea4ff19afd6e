import { sleep, type GetReply, type KvRpc, type Node, type Peer } from 'splitbrain/kvserver';
import type { Clerk, PutResult } from 'splitbrain/kvserver';

/** A lost message is reported soon; this keeps a clerk that is cut off from flooding the network. */
const RETRY_MS = 100;

export default class KvClerk implements Clerk {
  private readonly server: Peer<KvRpc>;

  constructor(node: Node<KvRpc>, server: string) {
    this.server = node.to<KvRpc>(server);
  }

  async get(key: string): Promise<GetReply> {
    for (;;) {
      const reply = await this.server.get({ key });
      if (reply !== undefined) return reply;

      await sleep(RETRY_MS);
    }
  }

  async put(key: string, value: string, version: number): Promise<PutResult> {
    for (let sends = 1; ; sends++) {
      const reply = await this.server.put({ key, value, version });
      // An earlier send may be what made the version another one.
      if (reply?.err === 'ErrVersion' && sends > 1) return { err: 'ErrMaybe' };
      if (reply !== undefined) return reply;

      await sleep(RETRY_MS);
    }
  }
}
