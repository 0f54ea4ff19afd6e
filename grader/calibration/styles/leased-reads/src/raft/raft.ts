/**
 * Raft, after Figures 2 and 13 of the paper, that tells a leader whether it may read its own state: under
 * a lease, or after a round of heartbeats (sections 6.4 and 6.4.1 of Ongaro's thesis). Other section
 * numbers in comments are the paper's.
 */
import { sleep, type Apply, type Json, type Node, type Peer } from 'splitbrain/raft';
import type { Raft, RaftState, StartResult } from 'splitbrain/raft';
import { Log, type SavedLog } from './log.ts';
import type {
  AppendEntriesArgs,
  AppendEntriesReply,
  InstallSnapshotArgs,
  InstallSnapshotReply,
  RaftRpc,
  RequestVoteArgs,
  RequestVoteReply,
} from './messages.ts';

const HEARTBEAT_MS = 100;
const ELECTION_TIMEOUT_MIN_MS = 400;
const ELECTION_TIMEOUT_MAX_MS = 800;
/**
 * How long a leader may read after a majority was asked. Voters keep it in office for the shortest election
 * timeout. The slowest clock (0.9) and the fastest one (3) differ by 3.3, so it must be under 120 ms.
 */
const LEASE_MS = 100;
/** How soon a read sees that its round is over. */
const ROUND_POLL_MS = 1;

/** What must survive a crash. */
interface PersistentState {
  readonly currentTerm: number;
  readonly votedFor: number | null;
  readonly log: SavedLog;
}

/** What a leader knows of another server. It is made anew with every leadership. */
interface Follower {
  readonly peer: Peer<RaftRpc>;
  /** The next entry to send. Invariant: matchIndex < nextIndex <= lastIndex + 1. */
  nextIndex: number;
  /** The highest entry known to be replicated there. It never goes back. */
  matchIndex: number;
  /** Counts the calls made, so that only the newest one's answer prompts another call. */
  newestCall: number;
  /** Whether the newest call is still unanswered: until a heartbeat is due, nothing more is sent. */
  isAwaitingReply: boolean;
  /** When the newest call that it answered in this term was sent, not when the answer came. */
  ackedMs: number;
}

export default class RaftServer implements Raft<RaftRpc> {
  private readonly node: Node<RaftRpc>;
  private readonly apply: Apply;
  private readonly peers: readonly Peer<RaftRpc>[];
  private readonly majority: number;

  // Persistent state: saved before an answer that depends on it is given.
  private currentTerm = 0;
  private votedFor: number | null = null;
  private readonly log: Log;

  // Volatile state. Invariant: snapshotIndex <= lastApplied <= commitIndex <= lastIndex.
  private role: 'follower' | 'candidate' | 'leader' = 'follower';
  private commitIndex: number;
  private lastApplied: number;
  private followers: Follower[] = [];
  private electionTimer: number | undefined;
  /** When a leader was last heard. A server that restarts may have heard one right before. */
  private heardMs = performance.now();

  constructor(node: Node<RaftRpc>, apply: Apply) {
    this.node = node;
    this.apply = apply;
    this.peers = node.peers.filter((_peer, server) => server !== node.me);
    this.majority = Math.floor(node.peers.length / 2) + 1;

    const saved = node.persister.readState<PersistentState>();
    this.currentTerm = saved?.currentTerm ?? 0;
    this.votedFor = saved?.votedFor ?? null;
    this.log = new Log(saved?.log);
    // The service reads the snapshot for itself; what follows it comes through `apply`.
    this.commitIndex = this.log.snapshotIndex;
    this.lastApplied = this.log.snapshotIndex;

    this.resetElectionTimer();
  }

  // The service's side

  getState(): RaftState {
    return { term: this.currentTerm, isLeader: this.role === 'leader' };
  }

  start(command: Json): StartResult {
    if (this.role !== 'leader') return { isLeader: false };

    this.log.append({ term: this.currentTerm, command });
    this.persist();
    for (const follower of this.followers) {
      // One that owes an answer gets the entry right after it, together with others by then.
      if (!follower.isAwaitingReply) void this.replicateTo(follower);
    }
    return { isLeader: true, index: this.log.lastIndex, term: this.currentTerm };
  }

  /** Up to where a leader must have applied to read at once; `undefined` where it may not. */
  leaseIndex(): number | undefined {
    return performance.now() - this.quorumMs() < LEASE_MS ? this.readIndex() : undefined;
  }

  /** The same after a round of heartbeats, which shows that this server led when it was asked. */
  async confirmedIndex(): Promise<number | undefined> {
    const term = this.currentTerm;
    const index = this.readIndex();
    if (index === undefined) return undefined;

    const askedMs = performance.now();
    for (const follower of this.followers) void this.replicateTo(follower);
    while (this.quorumMs() < askedMs) {
      await sleep(ROUND_POLL_MS);
      if (!this.isLeaderOf(term)) return undefined;
    }
    return index;
  }

  /** A new leader does not know what is committed before an entry of its own term is (section 8). */
  private readIndex(): number | undefined {
    const isKnown = this.log.termAt(this.commitIndex) === this.currentTerm;
    return this.role === 'leader' && isKnown ? this.commitIndex : undefined;
  }

  /** The last moment at which a majority is known to have followed this leader, itself included. */
  private quorumMs(): number {
    const ackedMs = this.followers.map((follower) => follower.ackedMs);
    const descending = [performance.now(), ...ackedMs].toSorted((a, b) => b - a);
    return descending[this.majority - 1] ?? -Infinity;
  }

  snapshot(index: number, snapshot: Json): void {
    const term = this.log.termAt(index);
    // A newer snapshot may have come from the leader in the meantime.
    if (term === undefined || index <= this.log.snapshotIndex) return;

    this.log.startAfterSnapshot(index, term);
    this.persist(snapshot);
  }

  // Elections (5.2)

  requestVote(args: RequestVoteArgs): RequestVoteReply {
    // Whoever hears a leader has promised it the office for so long (section 6).
    const isPromised = performance.now() - this.heardMs < ELECTION_TIMEOUT_MIN_MS;
    if (isPromised || this.role === 'leader') return { term: this.currentTerm, voteGranted: false };

    this.observeTerm(args.term);

    const voteGranted =
      args.term === this.currentTerm &&
      (this.votedFor === null || this.votedFor === args.candidateId) &&
      this.log.isNoNewerThan(args.lastLogIndex, args.lastLogTerm);
    if (voteGranted) {
      this.votedFor = args.candidateId;
      this.persist();
      this.resetElectionTimer();
    }
    return { term: this.currentTerm, voteGranted };
  }

  private resetElectionTimer(): void {
    const range = ELECTION_TIMEOUT_MAX_MS - ELECTION_TIMEOUT_MIN_MS;
    clearTimeout(this.electionTimer);
    this.electionTimer = setTimeout(
      () => this.runForLeader(),
      ELECTION_TIMEOUT_MIN_MS + Math.random() * range,
    );
  }

  private runForLeader(): void {
    this.role = 'candidate';
    this.currentTerm += 1;
    this.votedFor = this.node.me;
    this.persist();
    this.resetElectionTimer();

    const args: RequestVoteArgs = {
      term: this.currentTerm,
      candidateId: this.node.me,
      lastLogIndex: this.log.lastIndex,
      lastLogTerm: this.log.lastTerm,
    };
    let votes = 1;
    const askForVote = async (peer: Peer<RaftRpc>): Promise<void> => {
      const reply = await peer.requestVote(args);
      if (reply === undefined) return;
      this.observeTerm(reply.term);
      // The vote may be for an election that is over.
      if (this.role !== 'candidate' || this.currentTerm !== args.term) return;

      if (reply.voteGranted) votes += 1;
      if (votes === this.majority) void this.lead();
    };
    for (const peer of this.peers) void askForVote(peer);
  }

  /** Becomes leader, and sends heartbeats for as long as it is. */
  private async lead(): Promise<void> {
    const term = this.currentTerm;
    this.role = 'leader';
    clearTimeout(this.electionTimer);
    this.followers = this.peers.map((peer) => ({
      peer,
      nextIndex: this.log.lastIndex + 1,
      matchIndex: 0,
      newestCall: 0,
      isAwaitingReply: false,
      // No answer yet; but it takes a while before that is a reason to resign.
      ackedMs: performance.now(),
    }));
    // An entry of its own, so that what older terms left behind is committed (section 8).
    this.log.append({ term, command: null });
    this.persist();

    while (this.isLeaderOf(term)) {
      for (const follower of this.followers) void this.replicateTo(follower);
      await sleep(HEARTBEAT_MS);
      if (performance.now() - this.quorumMs() > ELECTION_TIMEOUT_MAX_MS) this.resign();
    }
  }

  /** Gives up an office in which no majority is heard: one follower might keep others from electing. */
  private resign(): void {
    if (this.role !== 'leader') return;
    this.role = 'follower';
    this.resetElectionTimer();
  }

  private isLeaderOf(term: number): boolean {
    return this.role === 'leader' && this.currentTerm === term;
  }

  /** Becomes a follower if `term` shows that its own is over (5.1). */
  private observeTerm(term: number): void {
    if (term <= this.currentTerm) return;

    const wasLeader = this.role === 'leader';
    this.currentTerm = term;
    this.votedFor = null;
    this.role = 'follower';
    this.persist();
    if (wasLeader) this.resetElectionTimer();
  }

  // Replication (5.3)

  /**
   * Sends what `follower` lacks, or an empty heartbeat, and goes on while answers come and something
   * is missing. When an answer does not come, the next heartbeat tries again.
   */
  private async replicateTo(follower: Follower): Promise<void> {
    const term = this.currentTerm;
    for (;;) {
      follower.newestCall += 1;
      follower.isAwaitingReply = true;
      const call = follower.newestCall;
      const isWorthGoingOn =
        follower.nextIndex > this.log.snapshotIndex
          ? await this.sendEntries(follower)
          : await this.sendSnapshot(follower);

      if (call !== follower.newestCall) return; // a heartbeat has overtaken this call
      follower.isAwaitingReply = false;
      const isCaughtUp = follower.nextIndex > this.log.lastIndex;
      if (!this.isLeaderOf(term) || !isWorthGoingOn || isCaughtUp) return;
    }
  }

  /** Answers whether there was a reply that helps: success, or a hint where to try next. */
  private async sendEntries(follower: Follower): Promise<boolean> {
    const prevLogIndex = follower.nextIndex - 1;
    const args: AppendEntriesArgs = {
      term: this.currentTerm,
      prevLogIndex,
      prevLogTerm: this.log.termAt(prevLogIndex) ?? 0,
      entries: this.log.entriesFrom(follower.nextIndex),
      leaderCommit: this.commitIndex,
    };
    const sentMs = performance.now();
    const reply = await follower.peer.appendEntries(args);
    if (reply === undefined) return false;
    this.observeTerm(reply.term);
    if (!this.isLeaderOf(args.term)) return false;
    follower.ackedMs = Math.max(follower.ackedMs, sentMs);

    if (reply.success) {
      this.recordMatch(follower, prevLogIndex + args.entries.length);
      return true;
    }
    if (reply.conflict === undefined) return false;
    // The reply may be an old one: never forward, and never back over what is known to be there.
    const { matchIndex, nextIndex } = follower;
    const hint = this.log.nextIndexAfter(reply.conflict, prevLogIndex);
    follower.nextIndex = Math.max(matchIndex + 1, Math.min(nextIndex, hint));
    return follower.nextIndex < nextIndex;
  }

  /** Answers whether there was a reply that helps. */
  private async sendSnapshot(follower: Follower): Promise<boolean> {
    const args: InstallSnapshotArgs = {
      term: this.currentTerm,
      ...this.log.lastIncluded,
      snapshot: this.node.persister.readSnapshot() ?? null,
    };
    const sentMs = performance.now();
    const reply = await follower.peer.installSnapshot(args);
    if (reply === undefined) return false;
    this.observeTerm(reply.term);
    if (!this.isLeaderOf(args.term)) return false;
    follower.ackedMs = Math.max(follower.ackedMs, sentMs);

    this.recordMatch(follower, args.lastIncludedIndex);
    return true;
  }

  private recordMatch(follower: Follower, index: number): void {
    follower.matchIndex = Math.max(follower.matchIndex, index);
    follower.nextIndex = Math.max(follower.nextIndex, follower.matchIndex + 1);
    this.advanceCommitIndex();
  }

  appendEntries(args: AppendEntriesArgs): AppendEntriesReply {
    if (!this.acceptLeader(args.term)) return { term: this.currentTerm, success: false };

    const conflict = this.log.findConflict(args.prevLogIndex, args.prevLogTerm);
    if (conflict !== undefined) return { term: this.currentTerm, success: false, conflict };

    if (this.log.merge(args.prevLogIndex, args.entries)) this.persist();
    // Only up to the last entry of this message is the log known to be the leader's.
    const lastNewIndex = args.prevLogIndex + args.entries.length;
    this.commitThrough(Math.min(args.leaderCommit, lastNewIndex));
    return { term: this.currentTerm, success: true };
  }

  installSnapshot(args: InstallSnapshotArgs): InstallSnapshotReply {
    // A snapshot that ends at or before commitIndex, late or sent twice, holds nothing new.
    if (this.acceptLeader(args.term) && args.lastIncludedIndex > this.commitIndex) {
      this.log.startAfterSnapshot(args.lastIncludedIndex, args.lastIncludedTerm);
      this.persist(args.snapshot);
      this.commitIndex = args.lastIncludedIndex;
      this.lastApplied = args.lastIncludedIndex;
      this.apply({
        snapshot: args.snapshot,
        snapshotIndex: args.lastIncludedIndex,
        snapshotTerm: args.lastIncludedTerm,
      });
    }
    return { term: this.currentTerm };
  }

  /** Follows the leader of `term`, unless that term is over. */
  private acceptLeader(term: number): boolean {
    this.observeTerm(term);
    if (term < this.currentTerm) return false;

    this.heardMs = performance.now();
    this.role = 'follower'; // a candidate has lost to this leader
    this.resetElectionTimer();
    return true;
  }

  // Commitment (5.3, 5.4.2)

  /** Commits what a majority has, as long as the last of it is of this leader's own term. */
  private advanceCommitIndex(): void {
    const matchIndexes = this.followers.map((follower) => follower.matchIndex);
    const descending = [this.log.lastIndex, ...matchIndexes].toSorted((a, b) => b - a);
    const majorityIndex = descending[this.majority - 1] ?? 0;
    if (this.log.termAt(majorityIndex) === this.currentTerm) this.commitThrough(majorityIndex);
  }

  private commitThrough(index: number): void {
    this.commitIndex = Math.max(this.commitIndex, index);
    while (this.lastApplied < this.commitIndex) {
      const entry = this.log.entryAt(this.lastApplied + 1);
      if (entry === undefined) return;
      this.lastApplied += 1;
      this.apply({ command: entry.command, commandIndex: this.lastApplied });
    }
  }

  // The disk

  /** Saves what a crash must not take; with a snapshot, both or neither. */
  private persist(snapshot?: Json): void {
    const { currentTerm, votedFor, log } = this;
    const state: PersistentState = { currentTerm, votedFor, log: log.toSaved() };
    this.node.persister.save(state, snapshot);
  }
}
