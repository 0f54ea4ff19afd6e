/** A replicated state machine: every server carries out the same operations, in the order of Raft's log. */
import { sleep, type ApplyMsg, type Json, type Node, type RaftService } from 'splitbrain/kvraft';
import type { Rsm, RsmOptions, StateMachine, SubmitResult } from 'splitbrain/kvraft';
import type { RaftRpc } from '../raft/messages.ts';
import Raft from '../raft/raft.ts';

/** How soon a lost leadership is noticed: well within the second after which clients lose patience. */
const LEADERSHIP_CHECK_MS = 50;

/** What stands in the log: an operation, and which submission it belongs to. */
interface Entry {
  readonly id: string;
  readonly op: Json;
}

/** Someone who has submitted an operation and waits for its result. */
interface Waiter {
  readonly id: string;
  /** The term in which this server, as its leader, put the operation into the log. */
  readonly term: number;
  readonly answer: (result: SubmitResult) => void;
}

const WRONG_LEADER: SubmitResult = { err: 'ErrWrongLeader' };

export default class ReplicatedStateMachine implements Rsm {
  readonly raft: RaftService;
  private readonly node: Node<RaftRpc>;
  private readonly machine: StateMachine;
  private readonly maxStateBytes: number | null;

  /** By the index at which each operation stands in the log, if it is ever committed. */
  private readonly waiters = new Map<number, Waiter>();
  /** Differs from one start of this server to the next: an older one's entries are not ours. */
  private readonly incarnation = `${Math.random()}`.slice(2, 10);
  private submissions = 0;

  constructor(node: Node<RaftRpc>, machine: StateMachine, options: RsmOptions) {
    this.node = node;
    this.machine = machine;
    this.maxStateBytes = options.maxStateBytes;

    const snapshot = node.persister.readSnapshot();
    if (snapshot !== undefined) machine.restore(snapshot);
    // Raft must not be called back while it applies, so what it applies waits until it is done.
    const raft = new Raft(node, (msg) => queueMicrotask(() => this.onApply(msg)));
    node.serve(raft);
    this.raft = raft;
    void this.watchLeadership();
  }

  async submit(op: Json): Promise<SubmitResult> {
    this.submissions += 1;
    const id = `${this.node.me}.${this.incarnation}.${this.submissions}`;
    const started = this.raft.start({ id, op } satisfies Entry);
    if (!started.isLeader) return WRONG_LEADER;

    const { index, term } = started;
    // Whoever waited for the entry that stood here waits for nothing: ours has taken its place.
    this.answer(index, WRONG_LEADER);
    return new Promise((answer) => this.waiters.set(index, { id, term, answer }));
  }

  private onApply(msg: ApplyMsg): void {
    if ('snapshot' in msg) this.onSnapshot(msg.snapshot, msg.snapshotIndex);
    // Some Rafts commit an entry without a command when they elect a leader.
    else if (msg.command === null) this.answer(msg.commandIndex, WRONG_LEADER);
    else this.onCommand(msg.command as unknown as Entry, msg.commandIndex);
  }

  private onCommand({ id, op }: Entry, index: number): void {
    const value = this.machine.doOp(op);
    // Another leader's entry may have been committed at the index where a waiter's entry stood.
    const isOurs = this.waiters.get(index)?.id === id;
    this.answer(index, isOurs ? { err: 'OK', value } : WRONG_LEADER);
    this.snapshotIfDue(index);
  }

  private onSnapshot(snapshot: Json, snapshotIndex: number): void {
    this.machine.restore(snapshot);
    // Whether their operations are in the snapshot, and with what result, cannot be told from it.
    for (const index of this.waiters.keys()) {
      if (index <= snapshotIndex) this.answer(index, WRONG_LEADER);
    }
  }

  private snapshotIfDue(index: number): void {
    const { maxStateBytes, node, raft, machine } = this;
    if (maxStateBytes === null || node.persister.stateBytes < maxStateBytes) return;
    raft.snapshot(index, machine.snapshot());
  }

  /**
   * Answers those who wait under a leadership that is over. Nothing need ever be committed at their
   * indexes, so waiting for that alone could last forever.
   */
  private async watchLeadership(): Promise<void> {
    for (;;) {
      await sleep(LEADERSHIP_CHECK_MS);
      const { term, isLeader } = this.raft.getState();
      for (const [index, waiter] of this.waiters) {
        if (!isLeader || waiter.term !== term) this.answer(index, WRONG_LEADER);
      }
    }
  }

  private answer(index: number, result: SubmitResult): void {
    this.waiters.get(index)?.answer(result);
    this.waiters.delete(index);
  }
}
