/** A shard controller: decides configurations, and, while it leads, moves the shards accordingly. */
import type { Config, ControllerOptions, Json, Node } from 'splitbrain/shardkv';
import Rsm from '../kvraft/rsm.ts';
import type { RaftRpc } from '../raft/messages.ts';
import { Agenda, type AgendaOp } from './agenda.ts';
import type { ChangeArgs, ControllerRpc } from './messages.ts';
import { Mover } from './mover.ts';

export default class Controller {
  private readonly rsm: Rsm;

  constructor(node: Node<RaftRpc>, options: ControllerOptions) {
    const agenda = new Agenda();
    this.rsm = new Rsm(node, agenda, options);
    const office = {
      isLeader: () => this.rsm.raft.getState().isLeader,
      submit: (op: AgendaOp) => this.submit(op),
    };
    void new Mover(node, agenda, office).run();
  }

  async change(change: ChangeArgs): Promise<ReturnType<ControllerRpc['change']>> {
    const { err } = await this.submit({ change });
    return { err };
  }

  async query({ num }: { readonly num: number }): Promise<ReturnType<ControllerRpc['query']>> {
    const result = await this.submit({ query: num });
    return result.err === 'OK' ? { err: 'OK', config: result.value as unknown as Config } : result;
  }

  private submit(op: AgendaOp): ReturnType<Rsm['submit']> {
    return this.rsm.submit(op as unknown as Json);
  }
}
