/**
 * A Raft that replicates at heartbeats and at no other time: `start` appends and saves, and the next
 * beat carries everything that a follower is not known to have. A follower that cannot follow on
 * names the entry after its commit index, up to which all logs agree: one round trip backs up.
 */
import type { Apply, Json, Node, Raft, RaftState, StartResult } from 'splitbrain/raft';

const BEAT_MS = 100;

type Entry = [term: number, command: Json];

interface VoteArgs {
  term: number;
  candidate: number;
  lastIndex: number;
  lastTerm: number;
}

interface AppendArgs {
  term: number;
  prevIndex: number;
  prevTerm: number;
  entries: Entry[];
  commit: number;
}

interface SnapshotArgs {
  term: number;
  lastIndex: number;
  lastTerm: number;
  snapshot: Json;
}

interface Rpc {
  requestVote(args: VoteArgs): { term: number; granted: boolean };
  /** With `next`, the follower asks for the entries from there on. */
  appendEntries(args: AppendArgs): { term: number; ok: boolean; next?: number };
  installSnapshot(args: SnapshotArgs): { term: number };
}

interface Saved {
  term: number;
  vote: number;
  base: number;
  baseTerm: number;
  log: Entry[];
}

export default class HeartbeatRaft implements Raft<Rpc> {
  readonly #node: Node<Rpc>;
  readonly #apply: Apply;

  #term = 0;
  #vote = -1;
  /** The snapshot ends with index `#base`; `#log[0]` is the entry after it. */
  #base = 0;
  #baseTerm = 0;
  #log: Entry[] = [];

  #commit: number;
  #applied: number;
  /** Ballots of the election under way; `undefined` when there is none. */
  #votes: Set<number> | undefined;
  #electionTimer: number | undefined;
  /** The timer that beats; only a leader has one. */
  #beat: number | undefined;
  #next = new Map<number, number>();
  #match = new Map<number, number>();

  constructor(node: Node<Rpc>, apply: Apply) {
    this.#node = node;
    this.#apply = apply;
    const saved = node.persister.readState<Saved>();
    if (saved !== undefined) {
      this.#term = saved.term;
      this.#vote = saved.vote;
      this.#base = saved.base;
      this.#baseTerm = saved.baseTerm;
      this.#log = saved.log;
    }
    this.#commit = this.#base;
    this.#applied = this.#base;
    this.#awaitLeader();
  }

  getState(): RaftState {
    return { term: this.#term, isLeader: this.#isLeader };
  }

  start(command: Json): StartResult {
    if (!this.#isLeader) return { isLeader: false };
    this.#log.push([this.#term, command]);
    this.#save();
    return { isLeader: true, index: this.#lastIndex, term: this.#term };
  }

  snapshot(index: number, snapshot: Json): void {
    if (index <= this.#base || index > this.#applied) return;
    this.#trim(index, this.#termAt(index));
    this.#save(snapshot);
  }

  requestVote(args: VoteArgs): { term: number; granted: boolean } {
    if (args.term > this.#term) this.#enterTerm(args.term);
    const lastTerm = this.#termAt(this.#lastIndex);
    const isUpToDate =
      args.lastTerm > lastTerm || (args.lastTerm === lastTerm && args.lastIndex >= this.#lastIndex);
    const isFree = this.#vote === -1 || this.#vote === args.candidate;
    const granted = args.term === this.#term && isFree && isUpToDate;
    if (granted) {
      this.#vote = args.candidate;
      this.#save();
      this.#awaitLeader();
    }
    return { term: this.#term, granted };
  }

  appendEntries(args: AppendArgs): { term: number; ok: boolean; next?: number } {
    if (!this.#follow(args.term)) return { term: this.#term, ok: false };

    const isKnown = args.prevIndex <= this.#commit; // committed here, so the leader has the same
    const isJoint =
      args.prevIndex <= this.#lastIndex && this.#termAt(args.prevIndex) === args.prevTerm;
    if (!isKnown && !isJoint) return { term: this.#term, ok: false, next: this.#commit + 1 };

    for (let i = 0; i < args.entries.length; i += 1) {
      const index = args.prevIndex + 1 + i;
      if (index <= this.#commit) continue;
      if (index <= this.#lastIndex && this.#termAt(index) === args.entries[i]?.[0]) continue;
      this.#log.splice(index - this.#base - 1);
      this.#log.push(...args.entries.slice(i));
      this.#save();
      break;
    }
    this.#commitUpTo(Math.min(args.commit, args.prevIndex + args.entries.length));
    return { term: this.#term, ok: true };
  }

  installSnapshot(args: SnapshotArgs): { term: number } {
    if (this.#follow(args.term) && args.lastIndex > this.#commit) {
      this.#trim(args.lastIndex, args.lastTerm);
      this.#commit = args.lastIndex;
      this.#applied = args.lastIndex;
      this.#save(args.snapshot);
      this.#apply({
        snapshot: args.snapshot,
        snapshotIndex: args.lastIndex,
        snapshotTerm: args.lastTerm,
      });
    }
    return { term: this.#term };
  }

  get #isLeader(): boolean {
    return this.#beat !== undefined;
  }

  get #lastIndex(): number {
    return this.#base + this.#log.length;
  }

  /** The term of an entry that is in the log, or of the snapshot's last. */
  #termAt(index: number): number {
    return index === this.#base ? this.#baseTerm : (this.#log[index - this.#base - 1]?.[0] ?? -1);
  }

  #save(snapshot?: Json): void {
    const state: Saved = {
      term: this.#term,
      vote: this.#vote,
      base: this.#base,
      baseTerm: this.#baseTerm,
      log: this.#log,
    };
    if (snapshot === undefined) this.#node.persister.save(state);
    else this.#node.persister.save(state, snapshot);
  }

  /** Moves the log's beginning to `index`; what came after stays if it comes after that very entry. */
  #trim(index: number, term: number): void {
    const isOurs = index <= this.#lastIndex && this.#termAt(index) === term;
    this.#log = isOurs ? this.#log.slice(index - this.#base) : [];
    this.#base = index;
    this.#baseTerm = term;
  }

  #awaitLeader(): void {
    clearTimeout(this.#electionTimer);
    this.#electionTimer = setTimeout(() => this.#elect(), 400 + Math.random() * 400);
  }

  #enterTerm(term: number): void {
    this.#term = term;
    this.#vote = -1;
    this.#votes = undefined;
    if (this.#isLeader) {
      clearInterval(this.#beat);
      this.#beat = undefined;
      this.#awaitLeader();
    }
    this.#save();
  }

  /** Whether a message from the leader of `term` is to be obeyed. */
  #follow(term: number): boolean {
    if (term > this.#term) this.#enterTerm(term);
    if (term < this.#term) return false;
    this.#votes = undefined;
    this.#awaitLeader();
    return true;
  }

  #elect(): void {
    this.#enterTerm(this.#term + 1);
    this.#vote = this.#node.me;
    this.#save();
    this.#awaitLeader();

    const votes = new Set([this.#node.me]);
    this.#votes = votes;
    const lastIndex = this.#lastIndex;
    const args: VoteArgs = {
      term: this.#term,
      candidate: this.#node.me,
      lastIndex,
      lastTerm: this.#termAt(lastIndex),
    };
    this.#toOthers(async (server, peer) => {
      const reply = await peer.requestVote(args);
      if (reply === undefined) return;
      if (reply.term > this.#term) this.#enterTerm(reply.term);
      if (this.#votes !== votes || !reply.granted) return; // that election is over
      votes.add(server);
      if (votes.size > this.#node.peers.length / 2) this.#lead();
    });
  }

  #lead(): void {
    this.#votes = undefined;
    clearTimeout(this.#electionTimer);
    for (const server of this.#node.peers.keys()) {
      this.#next.set(server, this.#lastIndex + 1);
      this.#match.set(server, 0);
    }
    this.#beat = setInterval(() => this.#replicate(), BEAT_MS);
    this.#replicate();
  }

  #replicate(): void {
    this.#toOthers(async (server, peer) => {
      const next = this.#next.get(server) ?? 1;
      if (next <= this.#base) await this.#sendSnapshot(server, peer);
      else await this.#sendEntries(server, peer, next);
    });
  }

  async #sendEntries(server: number, peer: Node<Rpc>['peers'][number], next: number) {
    const term = this.#term;
    const entries = this.#log.slice(next - this.#base - 1);
    const reply = await peer.appendEntries({
      term,
      prevIndex: next - 1,
      prevTerm: this.#termAt(next - 1),
      entries,
      commit: this.#commit,
    });
    if (reply === undefined) return;
    if (reply.term > this.#term) this.#enterTerm(reply.term);
    if (this.#term !== term) return;

    if (reply.ok) this.#matched(server, next - 1 + entries.length);
    else if (reply.next !== undefined) {
      const known = this.#match.get(server) ?? 0;
      this.#next.set(server, Math.max(known + 1, Math.min(next, reply.next)));
    }
  }

  async #sendSnapshot(server: number, peer: Node<Rpc>['peers'][number]) {
    const term = this.#term;
    const lastIndex = this.#base;
    const snapshot = this.#node.persister.readSnapshot() ?? null;
    const reply = await peer.installSnapshot({
      term,
      lastIndex,
      lastTerm: this.#baseTerm,
      snapshot,
    });
    if (reply === undefined) return;
    if (reply.term > this.#term) this.#enterTerm(reply.term);
    if (this.#term === term) this.#matched(server, lastIndex);
  }

  /** `server` has our log up to `index`. Commits what most have, once that reaches our own term. */
  #matched(server: number, index: number): void {
    const known = Math.max(index, this.#match.get(server) ?? 0);
    this.#match.set(server, known);
    this.#next.set(server, Math.max(known + 1, this.#next.get(server) ?? 1));

    for (let n = this.#lastIndex; n > this.#commit && this.#termAt(n) === this.#term; n -= 1) {
      const others = [...this.#match.values()].filter((match) => match >= n).length;
      if (others + 1 > this.#node.peers.length / 2) return this.#commitUpTo(n);
    }
  }

  #commitUpTo(index: number): void {
    if (index > this.#commit) this.#commit = index;
    while (this.#applied < this.#commit) {
      this.#applied += 1;
      const command = this.#log[this.#applied - this.#base - 1]?.[1] ?? null;
      this.#apply({ command, commandIndex: this.#applied });
    }
  }

  #toOthers(visit: (server: number, peer: Node<Rpc>['peers'][number]) => Promise<void>): void {
    for (const [server, peer] of this.#node.peers.entries()) {
      if (server !== this.#node.me) void visit(server, peer);
    }
  }
}
