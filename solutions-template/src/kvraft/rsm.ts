/**
 * Lab 4A: your replicated state machine, between Raft below and a service above. The handout is
 * labs/kvraft/README.md.
 *
 * The names, parameters and results of the public methods are what the tests and your own servers use.
 * Everything else is yours. An underscore before a name says that nothing uses it yet; take it away
 * when you do.
 */
import type { ApplyMsg, Json, Node, RaftService } from 'splitbrain/kvraft';
import type { Rsm, RsmOptions, StateMachine, SubmitResult } from 'splitbrain/kvraft';
import MyRaft, { type RaftRpc } from '../raft/raft.ts';

/** What `submit` puts into Raft's log. */
export interface Entry {
  /** The operation, as the service submitted it. */
  readonly op: Json;
  // Your fields here (4A): by what will you know your own operation when it comes back from the log?
}

/** One server's copy of the state machine. A crash ends the object; a restart makes a new one. */
export default class MyRsm implements Rsm {
  /** The Raft server below. */
  readonly raft: RaftService;
  readonly node: Node<RaftRpc>;
  /** The service above: it carries out what is committed. */
  readonly machine: StateMachine;
  /** When Raft's saved state reaches this many bytes, it is time for a snapshot; `null` for never (4C). */
  readonly maxStateBytes: number | null;

  // Your fields here (4A): the submissions that wait for their result.

  /** Runs at every start of the server, first start and restart alike. It must return soon. */
  constructor(node: Node<RaftRpc>, machine: StateMachine, options: RsmOptions) {
    this.node = node;
    this.machine = machine;
    this.maxStateBytes = options.maxStateBytes;

    // Your code here (4C): the state on disk is `node.persister.readSnapshot()`, if there is one.

    const raft = new MyRaft(node, (msg) => this.onApply(msg));
    // Peers call the handlers of this object by their names, beside those of the server itself.
    node.serve(raft);
    this.raft = raft;
  }

  /**
   * Puts `op` into the log, and resolves when this server has carried it out: with what
   * `machine.doOp(op)` returned. Resolves to `{ err: 'ErrWrongLeader' }` when this server is not the
   * leader, or when it cannot know any more what becomes of the operation. It must always resolve.
   */
  submit(_op: Json): Promise<SubmitResult> {
    throw new Error('not implemented: submit (labs/kvraft/README.md, Part 4A)');
  }

  /**
   * Raft hands over what was committed: on every server, in one order, whether it was submitted here or
   * not. Raft must not be called back before this returns.
   */
  private onApply(_msg: ApplyMsg): void {
    throw new Error('not implemented: onApply (labs/kvraft/README.md, Parts 4A and 4C)');
  }
}
