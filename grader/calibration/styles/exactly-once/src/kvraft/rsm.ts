/** A replicated state machine with a queue between Raft and the machine, and one list of what is pending. */
import type { ApplyMsg, Json, Node, RaftService } from 'splitbrain/kvraft';
import type { Rsm, RsmOptions, StateMachine, SubmitResult } from 'splitbrain/kvraft';
import type { RaftRpc } from '../raft/messages.ts';
import Raft from '../raft/raft.ts';

const PATROL_MS = 100;

interface Command {
  readonly by: string;
  readonly serial: number;
  readonly op: Json;
}

interface Pending {
  readonly index: number;
  readonly serial: number;
  readonly resolve: (result: SubmitResult) => void;
}

export default class QueueRsm implements Rsm {
  readonly raft: RaftService;
  private readonly node: Node<RaftRpc>;
  private readonly machine: StateMachine;
  private readonly options: RsmOptions;
  private readonly by: string;
  private serial = 0;
  private pending: Pending[] = [];
  private pendingTerm = 0;
  private readonly queue: ApplyMsg[] = [];
  private isDraining = false;

  constructor(node: Node<RaftRpc>, machine: StateMachine, options: RsmOptions) {
    this.node = node;
    this.machine = machine;
    this.options = options;
    this.by = `${node.name}/${Math.floor(Math.random() * 1e9).toString(36)}`;
    const raft = new Raft(node, (msg) => this.enqueue(msg));
    node.serve(raft);
    this.raft = raft;
    const snapshot = node.persister.readSnapshot();
    if (snapshot !== undefined) machine.restore(snapshot);
    setInterval(() => this.patrol(), PATROL_MS);
  }

  submit(op: Json): Promise<SubmitResult> {
    // All that is pending was submitted in one term: an older term's is given up first.
    this.patrol();
    this.serial += 1;
    const { serial } = this;
    const command: Command = { by: this.by, serial, op };
    const started = this.raft.start({ ...command });
    if (!started.isLeader) return Promise.resolve({ err: 'ErrWrongLeader' });
    this.pendingTerm = started.term;
    return new Promise((resolve) => {
      this.pending.push({ index: started.index, serial, resolve });
    });
  }

  private patrol(): void {
    const { term, isLeader } = this.raft.getState();
    if (!isLeader || term !== this.pendingTerm) this.giveUp(() => true);
  }

  private giveUp(isLost: (pending: Pending) => boolean): void {
    const lost = this.pending.filter(isLost);
    this.pending = this.pending.filter((each) => !lost.includes(each));
    for (const { resolve } of lost) resolve({ err: 'ErrWrongLeader' });
  }

  private enqueue(msg: ApplyMsg): void {
    this.queue.push(msg);
    if (!this.isDraining) void this.drain();
  }

  private async drain(): Promise<void> {
    this.isDraining = true;
    await Promise.resolve();
    for (let msg = this.queue.shift(); msg !== undefined; msg = this.queue.shift()) {
      if ('snapshot' in msg) {
        this.machine.restore(msg.snapshot);
        const { snapshotIndex } = msg;
        this.giveUp(({ index }) => index <= snapshotIndex);
      } else {
        const { command, commandIndex } = msg;
        // A new leader's own entry has no command.
        if (command !== null) this.carryOut(command as unknown as Command, commandIndex);
        else this.giveUp(({ index }) => index <= commandIndex);
      }
    }
    this.isDraining = false;
  }

  private carryOut({ by, serial, op }: Command, commandIndex: number): void {
    const value = this.machine.doOp(op);
    const [own] = this.pending.filter((each) => by === this.by && each.serial === serial);
    if (own !== undefined) {
      this.pending = this.pending.filter((each) => each !== own);
      own.resolve({ err: 'OK', value });
    }
    this.giveUp(({ index }) => index <= commandIndex);

    const { maxStateBytes } = this.options;
    if (maxStateBytes !== null && this.node.persister.stateBytes >= maxStateBytes) {
      this.raft.snapshot(commandIndex, this.machine.snapshot());
    }
  }
}
