/** A server that is its own state machine. */
import type { GetArgs, GetReply, Json, KvServer, Node } from 'splitbrain/kvraft';
import type { PutArgs, PutReply, RsmOptions, StateMachine } from 'splitbrain/kvraft';
import type { RaftRpc } from '../raft/messages.ts';
import PollingRsm from './rsm.ts';

export default class StoreServer implements KvServer, StateMachine {
  readonly rsm: PollingRsm;
  #values: Record<string, string> = {};
  #versions: Record<string, number> = {};

  constructor(node: Node<RaftRpc>, options: RsmOptions) {
    this.rsm = new PollingRsm(node, this, options);
  }

  async get({ key }: GetArgs): Promise<GetReply> {
    const done = await this.rsm.submit(['get', key]);
    return done.err === 'OK' ? (done.value as unknown as GetReply) : done;
  }

  async put({ key, value, version }: PutArgs): Promise<PutReply> {
    const done = await this.rsm.submit(['put', key, value, version]);
    return done.err === 'OK' ? (done.value as unknown as PutReply) : done;
  }

  doOp(op: Json): Json {
    const [kind, key, value, version] = op as unknown as [string, string, string, number];
    const stored = Object.hasOwn(this.#versions, key) ? this.#versions[key] : undefined;
    if (kind === 'get') {
      if (stored === undefined) return { err: 'ErrNoKey' };
      return { err: 'OK', value: this.#values[key] ?? '', version: stored };
    }
    if (stored === undefined && version !== 0) return { err: 'ErrNoKey' };
    if ((stored ?? 0) !== version) return { err: 'ErrVersion' };
    this.#values[key] = value;
    this.#versions[key] = version + 1;
    return { err: 'OK' };
  }

  snapshot(): Json {
    return { values: this.#values, versions: this.#versions };
  }

  restore(snapshot: Json): void {
    const saved = snapshot as unknown as {
      values: Record<string, string>;
      versions: Record<string, number>;
    };
    this.#values = { ...saved.values };
    this.#versions = { ...saved.versions };
  }
}
