/** A server that remembers each clerk's last put and its answer, as the paper's section 8 says. */
import type { GetArgs, GetReply, Handlers, Json, Node } from 'splitbrain/kvraft';
import type { PutArgs, PutReply, RsmOptions, StateMachine } from 'splitbrain/kvraft';
import type { RaftRpc } from '../raft/messages.ts';
import QueueRsm from './rsm.ts';
import type { Session, SessionRpc } from './sessions.ts';

type Put = PutArgs & Session;

type Err = 'OK' | 'ErrVersion' | 'ErrNoKey';

interface Item {
  value: string;
  version: number;
}

interface State {
  store: Record<string, Item>;
  sessions: Record<string, { serial: number; err: Err }>;
}

export default class SessionServer implements Handlers<SessionRpc> {
  readonly rsm: QueueRsm;
  private readonly machine: Sessions;

  constructor(node: Node<RaftRpc>, options: RsmOptions) {
    this.machine = new Sessions();
    this.rsm = new QueueRsm(node, this.machine, options);
  }

  async get(args: GetArgs): Promise<GetReply> {
    const result = await this.rsm.submit({ get: args.key });
    return result.err === 'OK' ? (result.value as unknown as GetReply) : { err: result.err };
  }

  async put(args: Put): Promise<PutReply> {
    const result = await this.rsm.submit({ put: { ...args } });
    return result.err === 'OK' ? (result.value as unknown as PutReply) : { err: result.err };
  }
}

class Sessions implements StateMachine {
  private state: State = { store: {}, sessions: {} };

  doOp(op: Json): Json {
    const { get, put } = op as unknown as { get?: string; put?: Put };
    if (put !== undefined) return { err: this.putOnce(put) };
    const item = this.stored(get ?? '');
    return item === undefined ? { err: 'ErrNoKey' } : { err: 'OK', ...item };
  }

  snapshot(): Json {
    return structuredClone(this.state) as unknown as Json;
  }

  restore(snapshot: Json): void {
    this.state = structuredClone(snapshot) as unknown as State;
  }

  private putOnce(put: Put): Err {
    const last = this.state.sessions[put.clerk];
    // A clerk has one put at a time, so an older one's late copy has nobody who waits for it.
    if (last !== undefined && last.serial >= put.serial) return last.err;

    const err = this.put(put);
    this.state.sessions[put.clerk] = { serial: put.serial, err };
    return err;
  }

  private stored(key: string): Item | undefined {
    return Object.hasOwn(this.state.store, key) ? this.state.store[key] : undefined;
  }

  private put({ key, value, version }: Put): Err {
    const current = this.stored(key);
    if (current === undefined && version !== 0) return 'ErrNoKey';
    if ((current?.version ?? 0) !== version) return 'ErrVersion';
    this.state.store[key] = { value, version: version + 1 };
    return 'OK';
  }
}
