/** A server of a shard group, which does with its shards what the controllers say. */
import type { Json, Node, ShardServerOptions } from 'splitbrain/shardkv';
import Rsm from '../kvraft/rsm.ts';
import type { RaftRpc } from '../raft/messages.ts';
import type { Contents, GetAnswer, GroupRpc, PutAnswer, PutArgs, Step } from './messages.ts';
import { ShardTable, type TableOp } from './shard-table.ts';

type Reply<Method extends keyof GroupRpc> = Promise<ReturnType<GroupRpc[Method]>>;

export default class ShardServer {
  private readonly rsm: Rsm;

  constructor(node: Node<RaftRpc>, { maxStateBytes }: ShardServerOptions) {
    this.rsm = new Rsm(node, new ShardTable(), { maxStateBytes });
  }

  async get({ key }: { readonly key: string }): Reply<'get'> {
    const result = await this.submit({ get: key });
    return result.err === 'OK' ? (result.value as unknown as GetAnswer) : result;
  }

  async put(args: PutArgs): Reply<'put'> {
    const result = await this.submit({ put: args });
    return result.err === 'OK' ? (result.value as unknown as PutAnswer) : result;
  }

  async freeze(step: Step): Reply<'freeze'> {
    const result = await this.submit({ freeze: step });
    if (result.err !== 'OK') return result;
    return { err: 'OK', contents: result.value as unknown as Contents | null };
  }

  async install(args: Step & { readonly contents: Contents }): Reply<'install'> {
    const { err } = await this.submit({ install: args });
    return { err };
  }

  async drop(step: Step): Reply<'drop'> {
    const { err } = await this.submit({ drop: step });
    return { err };
  }

  private submit(op: TableOp): ReturnType<Rsm['submit']> {
    return this.rsm.submit(op as unknown as Json);
  }
}
