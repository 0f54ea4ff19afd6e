import type { Clerk, GetReply, KvRpc, Node, Peer, PutResult } from 'splitbrain/kvserver';

/** Longer than any answer takes on a good network. */
const RESEND_MS = 40;

interface Answer<Reply> {
  readonly reply: Reply;
  readonly sends: number;
}

/** Sends again and again without waiting for what was sent before; the first answer counts. */
function insist<Reply>(call: () => Promise<Reply | undefined>): Promise<Answer<Reply>> {
  return new Promise((resolve, reject) => {
    let sends = 0;
    const send = (): void => {
      sends += 1;
      call()
        .then((reply) => {
          if (reply === undefined) return;
          clearInterval(timer);
          resolve({ reply, sends });
        })
        .catch(reject);
    };
    const timer = setInterval(send, RESEND_MS);
    send();
  });
}

export default class ImpatientClerk implements Clerk {
  readonly #server: Peer<KvRpc>;

  constructor(node: Node<KvRpc>, server: string) {
    this.#server = node.to<KvRpc>(server);
  }

  async get(key: string): Promise<GetReply> {
    const { reply } = await insist(() => this.#server.get({ key }));
    return reply;
  }

  async put(key: string, value: string, version: number): Promise<PutResult> {
    const { reply, sends } = await insist(() => this.#server.put({ key, value, version }));
    // With two copies on the way, either may have been the one that the other was refused for.
    return reply.err === 'ErrVersion' && sends > 1 ? { err: 'ErrMaybe' } : reply;
  }
}
