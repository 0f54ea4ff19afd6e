/** The servers of one replicated service, of which one leads. */
import { sleep, type Node, type Peer } from 'splitbrain/shardkv';

/** Long enough for a round trip and an agreement on a bad network; a leader that is cut off never answers. */
const PATIENCE_MS = 500;

/** What came of asking: the first answer that is not a refusal for want of leadership. */
export type Asked<Answer> = Answer | 'nobody leads';

export class Cluster<Rpc> {
  private readonly servers: readonly Peer<Rpc>[];
  /** The server that answered last; it probably leads. */
  private likelyLeader = 0;

  constructor(node: Node<object>, names: readonly string[]) {
    this.servers = names.map((name) => node.to<Rpc>(name));
  }

  /** Asks the servers in turn, each once, until one answers that leads. */
  async ask<Answer extends { readonly err: string }>(
    call: (server: Peer<Rpc>) => Promise<Answer | undefined>,
  ): Promise<Asked<Exclude<Answer, { readonly err: 'ErrWrongLeader' }>>> {
    for (let tries = 0; tries < this.servers.length; tries++) {
      const answer = await this.askOne(call);
      if (answer !== undefined && answer.err !== 'ErrWrongLeader') {
        return answer as Exclude<Answer, { readonly err: 'ErrWrongLeader' }>;
      }
      this.likelyLeader = (this.likelyLeader + 1) % this.servers.length;
    }
    return 'nobody leads';
  }

  /** Asks one server, and the next one the next time. */
  async askAny<Answer>(
    call: (server: Peer<Rpc>) => Promise<Answer | undefined>,
  ): Promise<Answer | undefined> {
    const answer = await this.askOne(call);
    this.likelyLeader = (this.likelyLeader + 1) % this.servers.length;
    return answer;
  }

  private async askOne<Answer>(
    call: (server: Peer<Rpc>) => Promise<Answer | undefined>,
  ): Promise<Answer | undefined> {
    const server = this.servers[this.likelyLeader];
    if (server === undefined) return undefined;
    return await Promise.race([call(server), sleep(PATIENCE_MS).then(() => undefined)]);
  }
}
