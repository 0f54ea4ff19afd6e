import {
  sleep,
  type Clerk,
  type GetReply,
  type KvRpc,
  type Node,
  type Peer,
  type PutResult,
} from 'splitbrain/kvserver';

/** A clerk that sends again until there is an answer, and passes that on. */
export default class PutAgain implements Clerk {
  private readonly server: Peer<KvRpc>;

  constructor(node: Node<KvRpc>, server: string) {
    this.server = node.to<KvRpc>(server);
  }

  async get(key: string): Promise<GetReply> {
    for (;;) {
      const reply = await this.server.get({ key });
      if (reply !== undefined) return reply;
      await sleep(100);
    }
  }

  async put(key: string, value: string, version: number): Promise<PutResult> {
    for (;;) {
      const reply = await this.server.put({ key, value, version });
      if (reply !== undefined) return reply;
      await sleep(100);
    }
  }
}
