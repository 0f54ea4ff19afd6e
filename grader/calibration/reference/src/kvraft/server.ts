/** One server of the key/value service. Every operation, reads too, goes through the log. */
import type { GetArgs, GetReply, GetResult, KvServer } from 'splitbrain/kvraft';
import type { Node, PutArgs, PutReply, RsmOptions } from 'splitbrain/kvraft';
import type { RaftRpc } from '../raft/messages.ts';
import ReplicatedStateMachine from './rsm.ts';
import { KeyValueStore, type KvOp, type StoredPut } from './store.ts';

export default class KeyValueServer implements KvServer {
  readonly rsm: ReplicatedStateMachine;

  constructor(node: Node<RaftRpc>, options: RsmOptions) {
    this.rsm = new ReplicatedStateMachine(node, new KeyValueStore(), options);
  }

  async get(args: GetArgs): Promise<GetReply> {
    return this.submit<GetResult>({ kind: 'get', ...args });
  }

  async put(args: PutArgs): Promise<PutReply> {
    return this.submit<StoredPut>({ kind: 'put', ...args });
  }

  private async submit<Result>(op: KvOp): Promise<Result | { readonly err: 'ErrWrongLeader' }> {
    const result = await this.rsm.submit({ ...op });
    return result.err === 'OK' ? (result.value as unknown as Result) : result;
  }
}
