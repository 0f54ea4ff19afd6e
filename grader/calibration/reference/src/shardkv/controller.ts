/** A shard controller: decides configurations, one after another. It moves no shard itself. */
import type { ControllerOptions, Node } from 'splitbrain/shardkv';
import Rsm from '../kvraft/rsm.ts';
import type { RaftRpc } from '../raft/messages.ts';
import { Configurations, type ControllerOp } from './configurations.ts';
import type { ChangeArgs, ControllerRpc } from './messages.ts';
import type { Config, Json } from 'splitbrain/shardkv';

type Reply<Method extends keyof ControllerRpc> = ReturnType<ControllerRpc[Method]>;

export default class Controller {
  private readonly configurations = new Configurations();
  private readonly rsm: Rsm;

  constructor(node: Node<RaftRpc>, options: ControllerOptions) {
    this.rsm = new Rsm(node, this.configurations, options);
  }

  async change(args: ChangeArgs): Promise<Reply<'change'>> {
    const result = await this.submit({ kind: 'change', ...args });
    return result.err === 'OK' ? { err: 'OK' } : result;
  }

  async query({ num }: { readonly num: number }): Promise<Reply<'query'>> {
    // What was decided never changes, so that any server may tell; only the newest needs agreement.
    const decided = this.configurations.at(num);
    if (decided !== undefined) return { err: 'OK', config: decided };
    const result = await this.submit({ kind: 'query', num });
    return result.err === 'OK' ? { err: 'OK', config: result.value as unknown as Config } : result;
  }

  peek({ num }: { readonly num: number }): Reply<'peek'> {
    return { config: this.configurations.at(num) ?? null };
  }

  private submit(op: ControllerOp): ReturnType<Rsm['submit']> {
    return this.rsm.submit(op as unknown as Json);
  }
}
