/** A client of the whole store: finds the group of a key, and goes on until it has answered. */
import { sleep, shardOf, type Clerk, type Config, type GetResult } from 'splitbrain/shardkv';
import type { Node, Peer, PutResult } from 'splitbrain/shardkv';
import AdminClerk from './admin.ts';
import { Cluster } from './cluster.ts';
import type { GroupRpc, Refusal } from './messages.ts';

const RETRY_MS = 50;

export default class ShardClerk implements Clerk {
  private readonly node: Node<object>;
  private readonly controllers: AdminClerk;
  private config: Config | null = null;
  /** The groups that were asked so far, with what is known of their leaders. */
  private readonly groups = new Map<string, Cluster<GroupRpc>>();

  constructor(node: Node<object>, controllers: readonly string[]) {
    this.node = node;
    this.controllers = new AdminClerk(node, controllers);
  }

  get(key: string): Promise<GetResult> {
    return this.ask(key, (server) => server.get({ key }));
  }

  async put(key: string, value: string, version: number): Promise<PutResult> {
    let attempts = 0;
    const reply = await this.ask(key, (server) => {
      // One that was refused counts as well: the network may have made two of it, and the second copy
      // may have come when the server led, or when its group had the shard.
      attempts += 1;
      return server.put({ key, value, version });
    });
    // An earlier attempt, whose answer was lost, may have made the version what it is now.
    if (reply.err === 'ErrVersion' && attempts > 1) return { err: 'ErrMaybe' };
    return reply;
  }

  /** Asks the group that serves `key`, whichever that is by then, until it has answered. */
  private async ask<Answer extends { readonly err: string }>(
    key: string,
    call: (server: Peer<GroupRpc>) => Promise<Answer | Refusal | undefined>,
  ): Promise<Exclude<Answer, Refusal>> {
    for (;;) {
      this.config ??= await this.controllers.query(-1);
      const group = this.groupOf(this.config, shardOf(key));
      const answer = await group?.ask(call);
      if (answer !== undefined && answer !== 'nobody leads' && !isRefusal(answer)) {
        return answer as Exclude<Answer, Refusal>;
      }
      this.config = null;
      await sleep(RETRY_MS);
    }
  }

  private groupOf({ shards, groups }: Config, shard: number): Cluster<GroupRpc> | undefined {
    const names = groups[String(shards[shard])];
    if (names === undefined) return undefined;
    const id = names.join(' ');
    const group = this.groups.get(id) ?? new Cluster<GroupRpc>(this.node, names);
    this.groups.set(id, group);
    return group;
  }
}

function isRefusal({ err }: { readonly err: string }): boolean {
  return err === 'ErrWrongGroup' || err === 'ErrWrongLeader' || err === 'ErrLostLeader';
}
