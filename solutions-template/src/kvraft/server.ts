/**
 * Lab 4B: one server of your key/value service. The handout is labs/kvraft/README.md.
 *
 * Values have versions: a put names the version that it expects to replace. Keep the state here, or in
 * a class of its own beside this file; only what `doOp` does to it is the same on every server.
 */
import type { GetArgs, GetReply, Json, KvServer, Node } from 'splitbrain/kvraft';
import type { PutArgs, PutReply, RsmOptions, StateMachine } from 'splitbrain/kvraft';
import type { RaftRpc } from '../raft/raft.ts';
import MyRsm from './rsm.ts';

/** One server of the service. A crash ends the object; a restart makes a new one on the same disk. */
export default class MyKvServer implements KvServer, StateMachine {
  /** The tests ask its Raft who leads. */
  readonly rsm: MyRsm;

  // Your fields here (4B): the keys, with their values and versions.

  constructor(node: Node<RaftRpc>, options: RsmOptions) {
    // Whatever `restore` needs must be there before this line: it may be called from inside.
    this.rsm = new MyRsm(node, this, options);
  }

  /** A clerk wants the value of a key, as it is at some moment between this call and its answer. */
  get(_args: GetArgs): Promise<GetReply> {
    throw new Error('not implemented: get (labs/kvraft/README.md, Part 4B)');
  }

  /** A clerk wants to replace a version of a key. May be a second copy of a request, or a late one. */
  put(_args: PutArgs): Promise<PutReply> {
    throw new Error('not implemented: put (labs/kvraft/README.md, Part 4B)');
  }

  /** Carries out an operation that is committed. The same on every server, so it asks nothing else. */
  doOp(_op: Json): Json {
    throw new Error('not implemented: doOp (labs/kvraft/README.md, Part 4B)');
  }

  /** The whole state, as JSON. */
  snapshot(): Json {
    throw new Error('not implemented: snapshot (labs/kvraft/README.md, Part 4C)');
  }

  /** Takes over the state that `snapshot` wrote down, on this server or on another. */
  restore(_snapshot: Json): void {
    throw new Error('not implemented: restore (labs/kvraft/README.md, Part 4C)');
  }
}
