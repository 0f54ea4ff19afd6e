/** A clerk with a session, and without patience: what is not answered soon it asks of another server. */
import { sleep, type Clerk, type GetReply, type GetResult } from 'splitbrain/kvraft';
import type { Node, Peer, PutReply, PutResult } from 'splitbrain/kvraft';
import type { SessionRpc } from './sessions.ts';

const PATIENCE_MS = 400;
const PAUSE_MS = 15;

export default class SessionClerk implements Clerk {
  private readonly name: string;
  private readonly servers: readonly Peer<SessionRpc>[];
  private leader = 0;
  private serial = 0;

  constructor(node: Node<SessionRpc>, servers: readonly string[]) {
    this.name = `${node.name}-${Math.floor(Math.random() * 1e9).toString(36)}`;
    this.servers = servers.map((name) => node.to<SessionRpc>(name));
  }

  async get(key: string): Promise<GetResult> {
    for (;;) {
      const reply = await this.soon((server): Promise<GetReply | undefined> => server.get({ key }));
      if (reply !== undefined && reply.err !== 'ErrWrongLeader') return reply;
      await this.next();
    }
  }

  async put(key: string, value: string, version: number): Promise<PutResult> {
    this.serial += 1;
    const args = { key, value, version, clerk: this.name, serial: this.serial };
    for (;;) {
      const reply = await this.soon((server): Promise<PutReply | undefined> => server.put(args));
      if (reply !== undefined && reply.err !== 'ErrWrongLeader') return { err: reply.err };
      await this.next();
    }
  }

  private async soon<Reply>(
    ask: (server: Peer<SessionRpc>) => Promise<Reply | undefined>,
  ): Promise<Reply | undefined> {
    const server = this.servers[this.leader];
    if (server === undefined) return undefined;
    return Promise.race([ask(server), sleep(PATIENCE_MS).then(() => undefined)]);
  }

  private async next(): Promise<void> {
    this.leader = (this.leader + 1) % this.servers.length;
    await sleep(PAUSE_MS);
  }
}
