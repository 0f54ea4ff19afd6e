/**
 * A Raft of letters: its one RPC answers nothing, for an answer is a letter of its own. `start` only
 * buffers; a flush soon after saves, counts the leader itself, and sends. Snapshots go in pieces.
 */
import type { Apply, Json, Node, Raft, RaftState, StartResult } from 'splitbrain/raft';
import { EntryLog, type SavedLog } from './entry-log.ts';
import { Follower } from './follower.ts';
import { isRequest, type Body, type Letter, type LetterOf, type LettersRpc } from './letters.ts';
import { IncomingSnapshot } from './pieces.ts';

const FLUSH_MS = 12;
const HEARTBEAT_MS = 110;
/** The shortest; the longest is twice that. */
const ELECTION_TIMEOUT_MS = 500;
const QUORUM_TIMEOUT_MS = 1_200;

interface Saved {
  readonly currentTerm: number;
  readonly votedFor: number | null;
  readonly log: SavedLog;
}

export default class LettersRaft implements Raft<LettersRpc> {
  private readonly node: Node<LettersRpc>;
  private readonly apply: Apply;
  private currentTerm = 0;
  private votedFor: number | null = null;
  private readonly log: EntryLog;
  /** A leader sends and counts only what it has saved, up to here. */
  private savedIndex: number;
  private commitIndex: number;
  private lastApplied: number;
  private role: 'follower' | 'candidate' | 'leader' = 'follower';
  private votes = new Set<number>();
  /** Empty unless this server leads. */
  private followers = new Map<number, Follower>();
  private incoming = new IncomingSnapshot();
  private electionDeadline = 0;
  private heartbeatTimer: number | undefined;
  private flushTimer: number | undefined;

  constructor(node: Node<LettersRpc>, apply: Apply) {
    this.node = node;
    this.apply = apply;
    const saved = node.persister.readState<Saved>();
    this.currentTerm = saved?.currentTerm ?? 0;
    this.votedFor = saved?.votedFor ?? null;
    this.log = new EntryLog(saved?.log);
    this.savedIndex = this.log.lastIndex;
    this.commitIndex = this.log.lastIncludedIndex;
    this.lastApplied = this.log.lastIncludedIndex;
    this.postponeElection();
    this.watchDeadline();
  }

  getState(): RaftState {
    return { term: this.currentTerm, isLeader: this.role === 'leader' };
  }

  start(command: Json): StartResult {
    if (this.role !== 'leader') return { isLeader: false };
    this.log.append({ term: this.currentTerm, command: JSON.stringify(command) });
    this.flushTimer ??= setTimeout(() => this.flush(), FLUSH_MS);
    return { isLeader: true, index: this.log.lastIndex, term: this.currentTerm };
  }

  snapshot(index: number, snapshot: Json): void {
    if (index <= this.log.lastIncludedIndex || index > this.lastApplied) return;
    this.log.startAfter(index, this.log.termAt(index));
    this.save(snapshot);
  }

  post(letter: Letter): 0 {
    if (letter.term > this.currentTerm) this.enterTerm(letter.term, null);
    if (letter.term === this.currentTerm) this.read(letter);
    else if (isRequest(letter)) this.send(letter.from, { kind: 'outdated' });
    return 0;
  }

  private read(letter: Letter): void {
    switch (letter.kind) {
      case 'requestVote':
        return this.onRequestVote(letter);
      case 'vote':
        return this.onVote(letter);
      case 'appendEntries':
        return this.onAppendEntries(letter);
      case 'snapshotPiece':
        return this.onSnapshotPiece(letter);
      case 'appended':
        return this.onAppended(letter);
      case 'refused':
        return this.onRefused(letter);
      case 'pieceTaken':
        return this.onPieceTaken(letter);
      case 'outdated':
    }
  }

  // Elections

  private watchDeadline(): void {
    const remainingMs = Math.max(10, this.electionDeadline - Date.now());
    setTimeout(() => {
      if (this.role !== 'leader' && Date.now() >= this.electionDeadline) this.startElection();
      this.watchDeadline();
    }, remainingMs);
  }

  private postponeElection(): void {
    this.electionDeadline = Date.now() + ELECTION_TIMEOUT_MS * (1 + Math.random());
  }

  private startElection(): void {
    this.enterTerm(this.currentTerm + 1, this.node.me);
    this.role = 'candidate';
    this.postponeElection();
    this.votes = new Set([this.node.me]);
    const end = { lastLogIndex: this.log.lastIndex, lastLogTerm: this.log.lastTerm };
    for (const to of this.others()) this.send(to, { kind: 'requestVote', ...end });
  }

  private enterTerm(term: number, votedFor: number | null): void {
    this.stepDown();
    this.currentTerm = term;
    this.votedFor = votedFor;
    // Another leader's snapshot of the same index may be another text.
    this.incoming = new IncomingSnapshot();
    this.save();
  }

  private stepDown(): void {
    if (this.role === 'leader') this.postponeElection();
    clearInterval(this.heartbeatTimer);
    clearTimeout(this.flushTimer);
    this.flushTimer = undefined;
    this.followers = new Map();
    this.role = 'follower';
  }

  private onRequestVote({ from, lastLogIndex, lastLogTerm }: LetterOf<'requestVote'>): void {
    const isFree = this.votedFor === null || this.votedFor === from;
    const granted = isFree && this.log.isNoNewerThan(lastLogIndex, lastLogTerm);
    if (granted) {
      this.votedFor = from;
      this.save();
      this.postponeElection();
    }
    this.send(from, { kind: 'vote', granted });
  }

  private onVote({ from, granted }: LetterOf<'vote'>): void {
    if (this.role !== 'candidate' || !granted) return;
    this.votes.add(from);
    if (this.votes.size * 2 > this.node.peers.length) this.lead();
  }

  private lead(): void {
    this.role = 'leader';
    const nextIndex = this.log.lastIndex + 1;
    this.followers = new Map(this.others().map((each) => [each, new Follower(nextIndex)]));
    this.flush();
    this.heartbeatTimer = setInterval(() => this.heartbeat(), HEARTBEAT_MS);
  }

  // The leader

  /** A leader that no majority hears cannot commit anything, and its clients had better look on. */
  private heartbeat(): void {
    const since = Date.now() - QUORUM_TIMEOUT_MS;
    const heard = [...this.followers.values()].filter(({ lastHeard }) => lastHeard > since);
    if ((1 + heard.length) * 2 > this.node.peers.length) return this.flush();
    this.stepDown();
    // As a follower it may acknowledge what it has buffered, which must be on disk by then.
    this.save();
  }

  private flush(): void {
    clearTimeout(this.flushTimer);
    this.flushTimer = undefined;
    if (this.savedIndex < this.log.lastIndex) {
      this.save();
      this.advanceCommitIndex();
    }
    for (const [to, follower] of this.followers) this.replicate(to, follower);
  }

  private replicate(to: number, follower: Follower): void {
    const { log, savedIndex, commitIndex } = this;
    const readSnapshot = (): Json => this.node.persister.readSnapshot() ?? null;
    this.send(to, follower.nextLetter({ log, savedIndex, commitIndex, readSnapshot }));
  }

  /** The follower who wrote, if this server leads it: a majority that writes keeps a leader going. */
  private hear({ from }: Letter): Follower | undefined {
    const follower = this.followers.get(from);
    if (follower) follower.lastHeard = Date.now();
    return follower;
  }

  private onAppended(letter: LetterOf<'appended'>): void {
    const follower = this.hear(letter);
    if (!follower) return;
    follower.appended(letter);
    this.advanceCommitIndex();
    if (follower.lacks(this.savedIndex)) this.replicate(letter.from, follower);
  }

  private onRefused(letter: LetterOf<'refused'>): void {
    const follower = this.hear(letter);
    if (follower?.refused(letter) === true) this.replicate(letter.from, follower);
  }

  private onPieceTaken(letter: LetterOf<'pieceTaken'>): void {
    const follower = this.hear(letter);
    const transfer = follower?.transfer;
    if (!follower || transfer?.lastIncludedIndex !== letter.lastIncludedIndex) return;
    if (transfer.moveTo(letter.nextOffset)) this.replicate(letter.from, follower);
  }

  private advanceCommitIndex(): void {
    const matchIndexes = Array.from(this.followers.values(), ({ matchIndex }) => matchIndex);
    const ranked = [this.savedIndex, ...matchIndexes].toSorted((a, b) => b - a);
    const majorityIndex = ranked[Math.floor(ranked.length / 2)] ?? 0;
    if (this.log.termAt(majorityIndex) === this.currentTerm) this.commitThrough(majorityIndex);
  }

  // The follower

  private follow(): void {
    this.role = 'follower';
    this.postponeElection();
  }

  private onAppendEntries(letter: LetterOf<'appendEntries'>): void {
    this.follow();
    const { from, prevLogIndex, prevLogTerm, entries, leaderCommit } = letter;
    if (!this.log.has(prevLogIndex, prevLogTerm)) {
      const { lastIndex: lastLogIndex } = this.log;
      return this.send(from, { kind: 'refused', prevLogIndex, lastLogIndex });
    }
    if (this.log.merge(prevLogIndex, entries)) this.save();
    const matchIndex = prevLogIndex + entries.length;
    this.commitThrough(Math.min(leaderCommit, matchIndex));
    this.send(from, { kind: 'appended', matchIndex });
  }

  private onSnapshotPiece(letter: LetterOf<'snapshotPiece'>): void {
    this.follow();
    const { from, lastIncludedIndex, lastIncludedTerm } = letter;
    if (lastIncludedIndex > this.commitIndex) {
      if (!this.incoming.take(letter)) {
        return this.send(from, { kind: 'pieceTaken', ...this.incoming.progress });
      }
      this.install(lastIncludedIndex, lastIncludedTerm, this.incoming.parse());
    }
    this.send(from, { kind: 'appended', matchIndex: lastIncludedIndex });
  }

  private install(snapshotIndex: number, snapshotTerm: number, snapshot: Json): void {
    this.incoming = new IncomingSnapshot();
    this.log.startAfter(snapshotIndex, snapshotTerm);
    this.commitIndex = snapshotIndex;
    this.lastApplied = snapshotIndex;
    this.save(snapshot);
    this.apply({ snapshot, snapshotIndex, snapshotTerm });
  }

  private commitThrough(index: number): void {
    this.commitIndex = Math.max(this.commitIndex, index);
    while (this.lastApplied < this.commitIndex) {
      this.lastApplied += 1;
      const command = this.log.commandAt(this.lastApplied);
      this.apply({ command, commandIndex: this.lastApplied });
    }
  }

  // Disk and post

  private save(snapshot?: Json): void {
    const { currentTerm, votedFor } = this;
    const saved: Saved = { currentTerm, votedFor, log: this.log.toSaved() };
    this.node.persister.save(saved, snapshot);
    this.savedIndex = this.log.lastIndex;
  }

  private send(to: number, letter: Body): void {
    void this.node.peers[to]?.post({ ...letter, from: this.node.me, term: this.currentTerm });
  }

  private others(): number[] {
    return [...this.node.peers.keys()].filter((server) => server !== this.node.me);
  }
}
