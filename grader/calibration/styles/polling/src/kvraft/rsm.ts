/**
 * A replicated state machine whose submits look, every few milliseconds, at what has been applied. An
 * entry is known by its term and index: a term has one leader, and that one fills each index once.
 */
import { sleep, type ApplyMsg, type Json, type Node, type RaftService } from 'splitbrain/kvraft';
import type { Rsm, RsmOptions, StateMachine, SubmitResult } from 'splitbrain/kvraft';
import type { RaftRpc } from '../raft/messages.ts';
import Raft from '../raft/raft.ts';

const POLL_MS = 4;

interface Entry {
  term: number;
  op: Json;
}

interface Applied {
  term: number;
  value: Json;
}

export default class PollingRsm implements Rsm {
  readonly raft: RaftService;
  #node: Node<RaftRpc>;
  #machine: StateMachine;
  #limit: number;
  #lastApplied = 0;
  #awaited = new Map<number, number>();
  #results = new Map<number, Applied>();

  constructor(node: Node<RaftRpc>, machine: StateMachine, { maxStateBytes }: RsmOptions) {
    this.#node = node;
    this.#machine = machine;
    this.#limit = maxStateBytes ?? Infinity;
    const saved = node.persister.readSnapshot();
    if (saved !== undefined) machine.restore(saved);
    const raft = new Raft(node, (msg) => {
      setImmediate(() => this.#take(msg));
    });
    this.raft = raft;
    node.serve(raft);
  }

  async submit(op: Json): Promise<SubmitResult> {
    const entry: Entry = { term: this.raft.getState().term, op };
    const started = this.raft.start({ ...entry });
    if (!started.isLeader) return { err: 'ErrWrongLeader' };

    const { index } = started;
    this.#awaited.set(index, (this.#awaited.get(index) ?? 0) + 1);
    try {
      return await this.#outcome(index, entry.term);
    } finally {
      this.#forget(index);
    }
  }

  async #outcome(index: number, term: number): Promise<SubmitResult> {
    while (this.#lastApplied < index) {
      const state = this.raft.getState();
      if (state.term !== term || !state.isLeader) return { err: 'ErrWrongLeader' };
      await sleep(POLL_MS);
    }
    const applied = this.#results.get(index);
    if (applied?.term !== term) return { err: 'ErrWrongLeader' };
    return { err: 'OK', value: applied.value };
  }

  #forget(index: number): void {
    const left = (this.#awaited.get(index) ?? 0) - 1;
    if (left > 0) {
      this.#awaited.set(index, left);
      return;
    }
    this.#awaited.delete(index);
    this.#results.delete(index);
  }

  #take(msg: ApplyMsg): void {
    if ('snapshot' in msg) {
      this.#machine.restore(msg.snapshot);
      this.#lastApplied = msg.snapshotIndex;
      return;
    }
    this.#lastApplied = msg.commandIndex;
    if (msg.command === null) return; // a new leader's own entry
    const { term, op } = msg.command as unknown as Entry;
    const value = this.#machine.doOp(op);
    if (this.#awaited.has(msg.commandIndex)) this.#results.set(msg.commandIndex, { term, value });
    if (this.#node.persister.stateBytes >= this.#limit) {
      this.raft.snapshot(msg.commandIndex, this.#machine.snapshot());
    }
  }
}
