/** A server that puts only puts into the log: gets are read from the leader's own state. */
import type { GetArgs, GetReply, KvServer } from 'splitbrain/kvraft';
import type { Node, PutArgs, PutReply, RsmOptions, SubmitResult } from 'splitbrain/kvraft';
import type { RaftRpc } from '../raft/messages.ts';
import ReplicatedStateMachine from './rsm.ts';
import { KeyValueStore, type KvOp } from './store.ts';

export default class LeasedReadsServer implements KvServer {
  readonly rsm: ReplicatedStateMachine;

  constructor(node: Node<RaftRpc>, options: RsmOptions) {
    this.rsm = new ReplicatedStateMachine(node, new KeyValueStore(), options);
  }

  async get(args: GetArgs): Promise<GetReply> {
    const op: KvOp = { kind: 'get', ...args };
    return replyOf<GetReply>(await this.rsm.read({ ...op }));
  }

  async put(args: PutArgs): Promise<PutReply> {
    const op: KvOp = { kind: 'put', ...args };
    return replyOf<PutReply>(await this.rsm.submit({ ...op }));
  }
}

function replyOf<Reply>(result: SubmitResult): Reply | { readonly err: 'ErrWrongLeader' } {
  return result.err === 'OK' ? (result.value as unknown as Reply) : result;
}
