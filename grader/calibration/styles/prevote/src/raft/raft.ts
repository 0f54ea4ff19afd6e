/**
 * A Raft that disturbs no cluster that works (section 9.6 of Ongaro's thesis): a server asks whether
 * it could win before it starts a term; nobody listens to candidates while there is a leader; and a
 * leader that no majority answers resigns.
 */
import type { Apply, Json, Node, Raft, RaftState, StartResult } from 'splitbrain/raft';
import { Disk } from './disk.ts';
import { HEARTBEAT_MS, Replicator, type Leadership } from './replicator.ts';
import type { Append, Appended, Ballot, Candidacy, Install, PreVoteRpc } from './messages.ts';

const ELECTION_MS = 400;

export default class PreVoteRaft implements Raft<PreVoteRpc> {
  readonly #node: Node<PreVoteRpc>;
  readonly #apply: Apply;
  readonly #disk: Disk;

  #commitIndex: number;
  #lastApplied: number;
  /** Set while this server leads. */
  #leadership: (Leadership & { readonly replicators: Replicator[] }) | undefined;
  /** The poll, pre-vote or vote, that is under way. A new object each time. */
  #poll: object | undefined;
  #patience: number | undefined;
  #leaderHeardAt = -Infinity;

  constructor(node: Node<PreVoteRpc>, apply: Apply) {
    this.#node = node;
    this.#apply = apply;
    this.#disk = new Disk(node.persister);
    this.#commitIndex = this.#disk.start.index;
    this.#lastApplied = this.#disk.start.index;
    this.#waitForLeader();
  }

  getState(): RaftState {
    return { term: this.#disk.term, isLeader: this.#leadership !== undefined };
  }

  start(command: Json): StartResult {
    if (this.#leadership === undefined) return { isLeader: false };
    const index = this.#disk.lastIndex + 1;
    const { term } = this.#disk;
    this.#disk.write(index, [{ term, command }]);
    for (const replicator of this.#leadership.replicators) replicator.wake();
    return { isLeader: true, index, term };
  }

  snapshot(index: number, snapshot: Json): void {
    const term = this.#disk.entry(index)?.term;
    if (term !== undefined) this.#disk.replaceStart(index, term, snapshot);
  }

  // Questions of candidates

  /** Promises nothing, and changes nothing. */
  preVote(candidacy: Candidacy): Ballot {
    const granted =
      candidacy.term > this.#disk.term && !this.#hasLeader() && this.#disk.isCoveredBy(candidacy);
    return { term: this.#disk.term, granted };
  }

  requestVote(candidacy: Candidacy): Ballot {
    if (this.#hasLeader()) return { term: this.#disk.term, granted: false };
    this.#observe(candidacy.term);

    const { term, vote } = this.#disk;
    const isFree = vote === null || vote === candidacy.candidate;
    const granted = candidacy.term === term && isFree && this.#disk.isCoveredBy(candidacy);
    if (granted) {
      if (vote === null) this.#disk.setTerm(term, candidacy.candidate);
      this.#waitForLeader();
    }
    return { term, granted };
  }

  #hasLeader(): boolean {
    const isFollowing = performance.now() - this.#leaderHeardAt < ELECTION_MS;
    return this.#leadership !== undefined || isFollowing;
  }

  // Messages of leaders

  appendEntries({ term, prevIndex, prevTerm, entries, commitIndex }: Append): Appended {
    const disk = this.#disk;
    if (!this.#follow(term)) return { term: disk.term };
    if (prevIndex > disk.lastIndex) return { term, tryFrom: disk.lastIndex + 1 };
    if (prevIndex > disk.start.index && disk.termOf(prevIndex) !== prevTerm) {
      return { term, tryFrom: this.#firstOfTermAt(prevIndex) };
    }

    // Skip what is here already: a late message must not take back what a newer one has brought.
    const firstNew = entries.findIndex((entry, offset) => {
      const index = prevIndex + 1 + offset;
      return index > disk.start.index && disk.termOf(index) !== entry.term;
    });
    if (firstNew >= 0) disk.write(prevIndex + 1 + firstNew, entries.slice(firstNew));

    const matchIndex = prevIndex + entries.length;
    this.#commit(Math.min(commitIndex, matchIndex));
    return { term, matchIndex };
  }

  installSnapshot({ term, index, indexTerm, snapshot }: Install): { term: number } {
    if (this.#follow(term) && index > this.#commitIndex) {
      this.#disk.replaceStart(index, indexTerm, snapshot);
      this.#commitIndex = index;
      this.#lastApplied = index;
      this.#apply({ snapshot, snapshotIndex: index, snapshotTerm: indexTerm });
    }
    return { term: this.#disk.term };
  }

  #follow(term: number): boolean {
    this.#observe(term);
    if (term < this.#disk.term) return false;
    this.#poll = undefined;
    this.#leaderHeardAt = performance.now();
    this.#waitForLeader();
    return true;
  }

  #firstOfTermAt(index: number): number {
    let first = index;
    while (this.#disk.entry(first - 1)?.term === this.#disk.termOf(index)) first -= 1;
    return first;
  }

  // Elections

  #waitForLeader(): void {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.#canvass(), ELECTION_MS * (1 + Math.random()));
  }

  /** Learns that there is a later term, and that whatever goes on in this one is void. */
  #observe(term: number): void {
    if (term <= this.#disk.term) return;
    this.#disk.setTerm(term, null);
    this.#poll = undefined;
    this.#resign();
  }

  #canvass(): void {
    this.#waitForLeader();
    this.#ask('preVote', this.#disk.term + 1, () => this.#stand());
  }

  #stand(): void {
    this.#disk.setTerm(this.#disk.term + 1, this.#node.me);
    this.#waitForLeader();
    this.#ask('requestVote', this.#disk.term, () => this.#lead());
  }

  /** Asks all others, and calls `win` once when this server and those who grant it are a majority. */
  #ask(question: 'preVote' | 'requestVote', term: number, win: () => void): void {
    const poll = {};
    const candidacy: Candidacy = {
      term,
      candidate: this.#node.me,
      lastIndex: this.#disk.lastIndex,
      lastTerm: this.#disk.lastTerm,
    };
    let granted = 1;
    this.#poll = poll;
    for (const [server, peer] of this.#node.peers.entries()) {
      if (server === this.#node.me) continue;
      void peer[question](candidacy).then((ballot) => {
        if (ballot === undefined) return;
        this.#observe(ballot.term);
        if (this.#poll !== poll || !ballot.granted) return;
        granted += 1;
        if (granted <= this.#node.peers.length / 2) return;
        this.#poll = undefined;
        win();
      });
    }
  }

  #lead(): void {
    clearTimeout(this.#patience);
    const replicators: Replicator[] = [];
    const leadership = {
      term: this.#disk.term,
      disk: this.#disk,
      isOver: false,
      replicators,
      commitIndex: () => this.#commitIndex,
      heard: (term: number) => this.#observe(term),
      matched: () => this.#tally(replicators),
    };
    this.#leadership = leadership;
    for (const [server, peer] of this.#node.peers.entries()) {
      if (server !== this.#node.me) replicators.push(new Replicator(peer, leadership));
    }
    for (const replicator of replicators) void replicator.run();
    this.#checkQuorum(leadership);
  }

  #checkQuorum(leadership: Leadership & { readonly replicators: Replicator[] }): void {
    if (leadership.isOver) return;
    const since = performance.now() - 3 * ELECTION_MS;
    const present = leadership.replicators.filter(({ heardAt }) => heardAt >= since);
    if (present.length + 1 <= this.#node.peers.length / 2) return this.#resign();
    setTimeout(() => this.#checkQuorum(leadership), HEARTBEAT_MS);
  }

  #resign(): void {
    if (this.#leadership === undefined) return;
    this.#leadership.isOver = true;
    this.#leadership = undefined;
    this.#waitForLeader();
  }

  // Commitment

  #tally(replicators: readonly Replicator[]): void {
    const indexes = replicators.map(({ matchIndex }) => matchIndex);
    const ranked = [...indexes, this.#disk.lastIndex].toSorted((a, b) => b - a);
    const index = ranked[Math.floor(ranked.length / 2)] ?? 0;
    if (this.#disk.termOf(index) === this.#disk.term) this.#commit(index);
  }

  #commit(index: number): void {
    this.#commitIndex = Math.max(this.#commitIndex, index);
    while (this.#lastApplied < this.#commitIndex) {
      this.#lastApplied += 1;
      const command = this.#disk.entry(this.#lastApplied)?.command ?? null;
      this.#apply({ command, commandIndex: this.#lastApplied });
    }
  }
}
