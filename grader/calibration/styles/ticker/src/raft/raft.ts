/**
 * A Raft as one writes it in Go: loops that sleep, look at the clock, and act. No timer is ever set
 * or cleared for an event; whoever changes the state leaves it for the loops to find.
 */
import {
  sleep,
  type Apply,
  type ApplyMsg,
  type Json,
  type Node,
  type Raft,
  type RaftState,
  type StartResult,
} from 'splitbrain/raft';
import type {
  AppendEntriesArgs,
  AppendEntriesReply,
  Entry,
  InstallSnapshotArgs,
  InstallSnapshotReply,
  RequestVoteArgs,
  RequestVoteReply,
  TickerRpc,
} from './rpc.ts';

const HEARTBEAT_MS = 100;
const ENTRIES_A_MESSAGE = 100;
const ELECTION_TIMEOUT_MS = { least: 400, most: 800 };

interface Durable {
  currentTerm: number;
  votedFor: number | null;
  log: Entry[];
}

const zeros = (length: number): number[] => Array.from({ length }, () => 0);

export default class TickerRaft implements Raft<TickerRpc> {
  private readonly node: Node<TickerRpc>;
  private readonly apply: Apply;

  private currentTerm = 0;
  private votedFor: number | null = null;
  /** `log[0]` stands for the snapshot: its last index and term, without a command. */
  private log: Entry[] = [{ index: 0, term: 0, command: null }];
  /** Whether currentTerm or votedFor changed since the last save. */
  private isDirty = false;

  private state: 'follower' | 'candidate' | 'leader' = 'follower';
  private commitIndex: number;
  private lastApplied: number;
  private nextIndex: number[] = [];
  private matchIndex: number[] = [];

  private lastHeard = Date.now();
  private electionTimeout = 0;
  private lastBroadcast = 0;
  private lastBroadcastIndex = 0;

  /** A snapshot from the leader that the service has not been given yet. */
  private pendingSnapshot: ApplyMsg | undefined;
  private wakeApplier = (): void => {};

  constructor(node: Node<TickerRpc>, apply: Apply) {
    this.node = node;
    this.apply = apply;
    const durable = node.persister.readState<Durable>();
    if (durable) {
      this.currentTerm = durable.currentTerm;
      this.votedFor = durable.votedFor;
      this.log = durable.log;
    }
    this.commitIndex = this.baseIndex();
    this.lastApplied = this.baseIndex();
    this.heardSomething();
    void this.electionTicker();
    void this.applier();
  }

  getState(): RaftState {
    return { term: this.currentTerm, isLeader: this.state === 'leader' };
  }

  start(command: Json): StartResult {
    if (this.state !== 'leader') return { isLeader: false };
    const index = this.lastLogIndex() + 1;
    this.log.push({ index, term: this.currentTerm, command });
    this.persist();
    return { isLeader: true, index, term: this.currentTerm }; // leaderTicker will find it
  }

  snapshot(index: number, snapshot: Json): void {
    if (index <= this.baseIndex() || index > this.lastApplied) return;
    this.dropThrough(index, this.termAt(index));
    this.persist(snapshot);
  }

  // The loops

  private async electionTicker(): Promise<void> {
    while (true) {
      await sleep(15 + Math.random() * 20);
      const silence = Date.now() - this.lastHeard;
      if (this.state !== 'leader' && silence >= this.electionTimeout) this.startElection();
    }
  }

  private async leaderTicker(term: number): Promise<void> {
    while (this.isLeaderIn(term)) {
      const isBeatDue = Date.now() - this.lastBroadcast >= HEARTBEAT_MS;
      if (isBeatDue || this.lastLogIndex() > this.lastBroadcastIndex) this.broadcast();
      await sleep(20);
    }
  }

  private async applier(): Promise<void> {
    while (true) {
      const snapshot = this.pendingSnapshot;
      if (snapshot && 'snapshot' in snapshot) {
        this.pendingSnapshot = undefined;
        this.lastApplied = snapshot.snapshotIndex;
        this.apply(snapshot);
      } else if (this.lastApplied < this.commitIndex) {
        this.lastApplied += 1;
        const command = this.at(this.lastApplied)?.command ?? null;
        this.apply({ command, commandIndex: this.lastApplied });
      } else {
        await new Promise<void>((resolve) => {
          this.wakeApplier = resolve;
        });
      }
    }
  }

  // Elections

  private startElection(): void {
    this.state = 'candidate';
    this.currentTerm += 1;
    this.votedFor = this.node.me;
    this.persist();
    this.heardSomething();

    const term = this.currentTerm;
    const args = {
      term,
      candidateId: this.node.me,
      lastLogIndex: this.lastLogIndex(),
      lastLogTerm: this.lastLogTerm(),
    };
    let votes = 1;
    for (const server of this.others()) {
      void (async () => {
        const reply = await this.node.peers[server]?.requestVote(args);
        if (!reply) return;
        if (reply.term > this.currentTerm) this.becomeFollower(reply.term);
        if (this.state !== 'candidate' || this.currentTerm !== term) return;
        if (reply.voteGranted) votes += 1;
        if (votes * 2 > this.node.peers.length) this.becomeLeader();
      })();
    }
  }

  private becomeLeader(): void {
    this.state = 'leader';
    this.nextIndex = zeros(this.node.peers.length).fill(this.lastLogIndex() + 1);
    this.matchIndex = zeros(this.node.peers.length);
    this.lastBroadcast = -Infinity;
    void this.leaderTicker(this.currentTerm);
  }

  /** The new term is saved at the latest when something is answered in it. */
  private becomeFollower(term: number): void {
    if (this.state !== 'follower') this.heardSomething();
    this.state = 'follower';
    this.currentTerm = term;
    this.votedFor = null;
    this.isDirty = true;
  }

  requestVote(args: RequestVoteArgs): RequestVoteReply {
    if (args.term > this.currentTerm) this.becomeFollower(args.term);

    let voteGranted = false;
    if (
      args.term === this.currentTerm &&
      (this.votedFor ?? args.candidateId) === args.candidateId
    ) {
      const [term, lastTerm] = [args.lastLogTerm, this.lastLogTerm()];
      if (term > lastTerm || (term === lastTerm && args.lastLogIndex >= this.lastLogIndex())) {
        voteGranted = true;
        this.votedFor = args.candidateId;
        this.isDirty = true;
        this.heardSomething();
      }
    }
    this.persistIfDirty();
    return { term: this.currentTerm, voteGranted };
  }

  private heardSomething(): void {
    const { least, most } = ELECTION_TIMEOUT_MS;
    this.lastHeard = Date.now();
    this.electionTimeout = least + Math.random() * (most - least);
  }

  // Replication

  private broadcast(): void {
    this.lastBroadcast = Date.now();
    this.lastBroadcastIndex = this.lastLogIndex();
    for (const server of this.others()) {
      const isBehindLog = (this.nextIndex[server] ?? 1) <= this.baseIndex();
      void (isBehindLog ? this.sendSnapshot(server) : this.sendEntries(server));
    }
  }

  /** Like a goroutine: calls until the follower has taken entries, or no answer came. */
  private async sendEntries(server: number): Promise<void> {
    const term = this.currentTerm;
    while (this.isLeaderIn(term)) {
      const next = this.nextIndex[server] ?? 1;
      if (next <= this.baseIndex()) return this.sendSnapshot(server);

      const offset = next - this.baseIndex();
      const args = {
        term,
        leaderId: this.node.me,
        prevLogIndex: next - 1,
        prevLogTerm: this.termAt(next - 1),
        entries: this.log.slice(offset, offset + ENTRIES_A_MESSAGE),
        leaderCommit: this.commitIndex,
      };
      const reply = await this.node.peers[server]?.appendEntries(args);
      if (!reply) return;
      if (reply.term > this.currentTerm) this.becomeFollower(reply.term);
      if (!this.isLeaderIn(term)) return;
      if (reply.success) {
        this.markMatch(server, args.prevLogIndex + args.entries.length);
        if (args.entries.length < ENTRIES_A_MESSAGE) return;
        continue;
      }
      // An answer to an older question has been dealt with by whoever asked the newer one.
      if (this.nextIndex[server] !== next) return;
      this.nextIndex[server] = Math.max(
        this.backUp(reply, next),
        (this.matchIndex[server] ?? 0) + 1,
      );
      if (this.nextIndex[server] === next) return;
    }
  }

  /** Where to try next, as the Students' Guide to Raft has it. */
  private backUp({ xTerm = -1, xIndex = 1, xLen = 0 }: AppendEntriesReply, next: number): number {
    if (xTerm === -1) return Math.min(next, xLen);
    const own = this.log.findLast((entry) => entry.term === xTerm && entry.index < next);
    return own ? own.index + 1 : xIndex;
  }

  private async sendSnapshot(server: number): Promise<void> {
    const { index, term: lastIncludedTerm } = this.log[0] ?? { index: 0, term: 0 };
    const term = this.currentTerm;
    const reply = await this.node.peers[server]?.installSnapshot({
      term,
      leaderId: this.node.me,
      lastIncludedIndex: index,
      lastIncludedTerm,
      data: this.node.persister.readSnapshot() ?? null,
    });
    if (!reply) return;
    if (reply.term > this.currentTerm) this.becomeFollower(reply.term);
    if (this.isLeaderIn(term)) this.markMatch(server, index);
  }

  private markMatch(server: number, index: number): void {
    const matchIndex = Math.max(this.matchIndex[server] ?? 0, index);
    this.matchIndex[server] = matchIndex;
    this.nextIndex[server] = Math.max(this.nextIndex[server] ?? 1, matchIndex + 1);

    // If there is an N > commitIndex with a majority of matchIndex[i] >= N and log[N].term == currentTerm
    for (let n = this.commitIndex + 1; n <= this.lastLogIndex(); n += 1) {
      const count = 1 + this.others().filter((other) => (this.matchIndex[other] ?? 0) >= n).length;
      if (count * 2 > this.node.peers.length && this.termAt(n) === this.currentTerm) this.commit(n);
    }
  }

  private commit(index: number): void {
    if (index <= this.commitIndex) return;
    this.commitIndex = index;
    this.wakeApplier();
  }

  appendEntries(args: AppendEntriesArgs): AppendEntriesReply {
    if (args.term > this.currentTerm) this.becomeFollower(args.term);
    this.persistIfDirty();
    if (args.term < this.currentTerm) return { term: this.currentTerm, success: false };
    this.state = 'follower';
    this.heardSomething();

    const { prevLogIndex } = args;
    const xLen = this.lastLogIndex() + 1;
    if (prevLogIndex >= xLen) return { term: this.currentTerm, success: false, xTerm: -1, xLen };
    if (prevLogIndex > this.baseIndex() && this.termAt(prevLogIndex) !== args.prevLogTerm) {
      const xTerm = this.termAt(prevLogIndex);
      const xIndex = this.log.slice(1).find((entry) => entry.term === xTerm)?.index ?? prevLogIndex;
      return { term: this.currentTerm, success: false, xTerm, xIndex, xLen };
    }

    const isNew = ({ index, term }: Entry): boolean =>
      index > this.baseIndex() && this.at(index)?.term !== term;
    const firstNew = args.entries.findIndex(isNew);
    if (firstNew !== -1) {
      const entries = args.entries.slice(firstNew);
      const keep = prevLogIndex + 1 + firstNew - this.baseIndex();
      this.log = [...this.log.slice(0, keep), ...entries];
      this.persist();
    }
    this.commit(Math.min(args.leaderCommit, prevLogIndex + args.entries.length));
    return { term: this.currentTerm, success: true };
  }

  installSnapshot(args: InstallSnapshotArgs): InstallSnapshotReply {
    if (args.term > this.currentTerm) this.becomeFollower(args.term);
    this.persistIfDirty();
    if (args.term < this.currentTerm) return { term: this.currentTerm };
    this.state = 'follower';
    this.heardSomething();

    const { lastIncludedIndex, lastIncludedTerm, data } = args;
    if (lastIncludedIndex > this.commitIndex) {
      this.dropThrough(lastIncludedIndex, lastIncludedTerm);
      this.persist(data);
      this.pendingSnapshot = {
        snapshot: data,
        snapshotIndex: lastIncludedIndex,
        snapshotTerm: lastIncludedTerm,
      };
      this.commit(lastIncludedIndex);
    }
    return { term: this.currentTerm };
  }

  // The log and the disk

  private baseIndex(): number {
    return this.log[0]?.index ?? 0;
  }

  private lastLogIndex(): number {
    return this.log.at(-1)?.index ?? 0;
  }

  private lastLogTerm(): number {
    return this.log.at(-1)?.term ?? 0;
  }

  private at(index: number): Entry | undefined {
    return this.log[index - this.baseIndex()];
  }

  private termAt(index: number): number {
    return this.at(index)?.term ?? -1;
  }

  private dropThrough(index: number, term: number): void {
    const rest = this.termAt(index) === term ? this.log.slice(index - this.baseIndex() + 1) : [];
    this.log = [{ index, term, command: null }, ...rest];
  }

  private others(): number[] {
    return [...this.node.peers.keys()].filter((server) => server !== this.node.me);
  }

  private isLeaderIn(term: number): boolean {
    return this.state === 'leader' && this.currentTerm === term;
  }

  private persistIfDirty(): void {
    if (this.isDirty) this.persist();
  }

  private persist(snapshot?: Json): void {
    const { currentTerm, votedFor, log } = this;
    this.node.persister.save({ currentTerm, votedFor, log } satisfies Durable, snapshot);
    this.isDirty = false;
  }
}
