/** Calls to whoever leads a replicated service. */
import { sleep, type Node, type Peer } from 'splitbrain/shardkv';

const PAUSE_MS = 40;
/** A leader that is cut off from its followers does not answer; another may lead by now. */
const PATIENCE_MS = 600;

type Refused = { readonly err: 'ErrWrongLeader' };

export class Service<Rpc> {
  private readonly servers: readonly Peer<Rpc>[];
  private next = 0;

  constructor(node: Node<object>, names: readonly string[]) {
    this.servers = names.map((name) => node.to<Rpc>(name));
  }

  /** Asks one server after another until one that leads answers, or until nobody wants to know any more. */
  async call<Answer extends { readonly err: string }>(
    ask: (server: Peer<Rpc>) => Promise<Answer | undefined>,
    isWanted: () => boolean = () => true,
  ): Promise<Exclude<Answer, Refused> | undefined> {
    for (let tries = 1; isWanted(); tries++) {
      const server = this.servers[this.next];
      if (server === undefined) return undefined;
      const answer = await Promise.race([ask(server), sleep(PATIENCE_MS).then(() => undefined)]);
      if (answer !== undefined && answer.err !== 'ErrWrongLeader') {
        return answer as Exclude<Answer, Refused>;
      }
      this.next = (this.next + 1) % this.servers.length;
      if (tries % this.servers.length === 0) await sleep(PAUSE_MS);
    }
    return undefined;
  }
}
