/** A server of a shard group. Its group pulls the shards that a new configuration gives it. */
import type { Json, Node, ShardServerOptions } from 'splitbrain/shardkv';
import Rsm from '../kvraft/rsm.ts';
import type { RaftRpc } from '../raft/messages.ts';
import type { Departure, GetAnswer, GroupRpc, PutAnswer, PutArgs } from './messages.ts';
import { Migration } from './migration.ts';
import { ShardStore, type GroupOp } from './shard-store.ts';

type Reply<Method extends keyof GroupRpc> = ReturnType<GroupRpc[Method]>;

export default class ShardServer {
  private readonly store: ShardStore;
  private readonly rsm: Rsm;

  constructor(node: Node<RaftRpc>, { gid, controllers, maxStateBytes }: ShardServerOptions) {
    this.store = new ShardStore(gid);
    this.rsm = new Rsm(node, this.store, { maxStateBytes });
    const group = {
      getState: () => this.rsm.raft.getState(),
      submit: (op: GroupOp) => this.submit(op),
    };
    void new Migration(node, this.store, group, controllers).run();
  }

  async get({ key }: { readonly key: string }): Promise<GetAnswer> {
    return await this.serve<GetAnswer>({ kind: 'get', key });
  }

  async put(args: PutArgs): Promise<PutAnswer> {
    return await this.serve<PutAnswer>({ kind: 'put', ...args });
  }

  fetchShard(departure: Departure): Reply<'fetchShard'> {
    const data = this.store.departedShard(departure);
    return data === undefined ? { err: 'ErrNotReady' } : { err: 'OK', data };
  }

  async forgetShard(departure: Departure): Promise<Reply<'forgetShard'>> {
    const result = await this.submit({ kind: 'forget', ...departure });
    return result.err === 'OK' ? { err: 'OK' } : { err: 'ErrWrongLeader' };
  }

  private async serve<Answer>(
    op: GroupOp,
  ): Promise<Answer | { readonly err: 'ErrWrongLeader' | 'ErrLostLeader' }> {
    if (!this.isLeader()) return { err: 'ErrWrongLeader' };
    const result = await this.submit(op);
    return result.err === 'OK' ? (result.value as unknown as Answer) : { err: 'ErrLostLeader' };
  }

  private isLeader(): boolean {
    return this.rsm.raft.getState().isLeader;
  }

  private submit(op: GroupOp): ReturnType<Rsm['submit']> {
    return this.rsm.submit(op as unknown as Json);
  }
}
