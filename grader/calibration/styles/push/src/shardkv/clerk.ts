/** A client of the whole store. Each put carries a ticket, so that none takes effect twice. */
import { shardOf, sleep, type Clerk, type Config, type GetResult } from 'splitbrain/shardkv';
import type { Node, Peer, PutResult } from 'splitbrain/shardkv';
import AdminClerk from './admin.ts';
import { Service } from './leader.ts';
import type { GroupRpc } from './messages.ts';

const RETRY_MS = 60;
/** After this long without an answer from a group, it is time to ask who serves the key now. */
const GROUP_PATIENCE_MS = 1_500;

export default class ShardClerk implements Clerk {
  private readonly node: Node<object>;
  private readonly admin: AdminClerk;
  private readonly client: string;
  private sequence = 0;
  private config: Promise<Config> | null = null;

  constructor(node: Node<object>, controllers: readonly string[]) {
    this.node = node;
    this.admin = new AdminClerk(node, controllers);
    this.client = `${node.name}.${Math.random()}`;
  }

  async get(key: string): Promise<GetResult> {
    for (;;) {
      const answer = await this.ask(key, (server) => server.get({ key }));
      if (answer?.err === 'OK') return answer;
      if (answer?.err === 'ErrNoKey') return { err: 'ErrNoKey' };
      await this.lookAgain();
    }
  }

  async put(key: string, value: string, version: number): Promise<PutResult> {
    const args = { client: this.client, sequence: ++this.sequence, key, value, version };
    for (;;) {
      const answer = await this.ask(key, (server) => server.put(args));
      if (answer !== undefined && answer.err !== 'ErrWrongGroup') return { err: answer.err };
      await this.lookAgain();
    }
  }

  private async ask<Answer extends { readonly err: string }>(
    key: string,
    call: (server: Peer<GroupRpc>) => Promise<Answer | undefined>,
  ): Promise<Exclude<Answer, { readonly err: 'ErrWrongLeader' }> | undefined> {
    const { shards, groups } = await (this.config ??= this.admin.query(-1));
    const names = groups[String(shards[shardOf(key)])];
    if (names === undefined) return undefined;
    const givesUpAtMs = Date.now() + GROUP_PATIENCE_MS;
    return await new Service<GroupRpc>(this.node, names).call(call, () => Date.now() < givesUpAtMs);
  }

  private async lookAgain(): Promise<void> {
    this.config = null;
    await sleep(RETRY_MS);
  }
}
