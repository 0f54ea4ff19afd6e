/**
 * A Raft of events and callbacks that keeps several small AppendEntries on their way to a follower.
 * After a snapshot it keeps a few entries more than it has to, so that a follower that is only a
 * little behind need not be sent the snapshot.
 */
import type { Apply, Json, Node, Peer, Raft, RaftState, StartResult } from 'splitbrain/raft';
import { Entries, type Entry, type StoredEntries } from './entries.ts';
import { BATCH, Follower } from './follower.ts';

const HEARTBEAT_MS = 100;
const TRAILING = 5;

interface VoteRequest {
  term: number;
  from: number;
  last: number;
  lastTerm: number;
}

interface AppendRequest {
  term: number;
  prev: number;
  prevTerm: number;
  batch: Entry[];
  committed: number;
}

interface SnapshotRequest {
  term: number;
  last: number;
  lastTerm: number;
  content: Json;
}

interface PipelinedRpc {
  requestVote(request: VoteRequest): { term: number; vote: boolean };
  /** `last` is the last index of the follower's log. */
  appendEntries(request: AppendRequest): { term: number; ok: boolean; last: number };
  installSnapshot(request: SnapshotRequest): { term: number };
}

interface Stored {
  term: number;
  votedFor: number | null;
  entries: StoredEntries;
  /** The last index that the snapshot holds; entries at and before it may be there still. */
  snapshotIndex: number;
}

const FRESH: Stored = {
  term: 0,
  votedFor: null,
  entries: { floor: 0, floorTerm: 0, items: [] },
  snapshotIndex: 0,
};

type Candidate = { name: 'candidate'; votes: number };
type Role =
  | { name: 'follower' }
  | Candidate
  | { name: 'leader'; followers: Map<Peer<PipelinedRpc>, Follower>; heartbeat: number };

export default class PipelinedRaft implements Raft<PipelinedRpc> {
  #node: Node<PipelinedRpc>;
  #apply: Apply;
  #stored: Omit<Stored, 'entries'>;
  #entries: Entries;
  #role: Role = { name: 'follower' };
  #committed: number;
  #applied: number;
  #electionAt = 0;

  constructor(node: Node<PipelinedRpc>, apply: Apply) {
    this.#node = node;
    this.#apply = apply;
    const { entries, ...stored } = node.persister.readState<Stored>() ?? FRESH;
    this.#entries = new Entries(entries);
    this.#stored = stored;
    this.#committed = stored.snapshotIndex;
    this.#applied = stored.snapshotIndex;
    this.#postponeElection();
    this.#watch();
  }

  getState(): RaftState {
    return { term: this.#stored.term, isLeader: this.#role.name === 'leader' };
  }

  start(command: Json): StartResult {
    if (this.#role.name !== 'leader') return { isLeader: false };
    const { term } = this.#stored;
    const index = this.#entries.push({ t: term, c: command });
    this.#save();
    for (const [peer, follower] of this.#role.followers) this.#stream(peer, follower);
    return { isLeader: true, index, term };
  }

  snapshot(index: number, snapshot: Json): void {
    if (index <= this.#stored.snapshotIndex || index > this.#applied) return;
    this.#stored.snapshotIndex = index;
    this.#entries.raiseFloor(index - TRAILING);
    this.#save(snapshot);
  }

  requestVote({ term, from, last, lastTerm }: VoteRequest): { term: number; vote: boolean } {
    this.#noteTerm(term);
    const stored = this.#stored;
    const ownLastTerm = this.#entries.term(this.#entries.last);
    const isBehind =
      lastTerm < ownLastTerm || (lastTerm === ownLastTerm && last < this.#entries.last);
    const isTaken = stored.votedFor !== null && stored.votedFor !== from;
    if (term < stored.term || isBehind || isTaken) return { term: stored.term, vote: false };

    if (stored.votedFor === null) {
      stored.votedFor = from;
      this.#save();
    }
    this.#postponeElection();
    return { term: stored.term, vote: true };
  }

  appendEntries(request: AppendRequest): { term: number; ok: boolean; last: number } {
    const { term, prev, prevTerm, batch, committed } = request;
    const entries = this.#entries;
    const answer = (ok: boolean) => ({ term: this.#stored.term, ok, last: entries.last });
    if (!this.#obey(term)) return answer(false);
    if (prev > entries.floor && entries.term(prev) !== prevTerm) return answer(false);

    const differs = (entry: Entry, offset: number): boolean => {
      const index = prev + 1 + offset;
      return index > entries.floor && entries.term(index) !== entry.t;
    };
    const from = batch.findIndex(differs);
    if (from >= 0) {
      entries.cut(prev + 1 + from);
      for (const entry of batch.slice(from)) entries.push(entry);
      this.#save();
    }
    this.#commit(Math.min(committed, prev + batch.length));
    return answer(true);
  }

  installSnapshot({ term, last, lastTerm, content }: SnapshotRequest): { term: number } {
    if (this.#obey(term) && last > this.#committed) {
      if (this.#entries.term(last) === lastTerm) this.#entries.raiseFloor(last - TRAILING);
      else this.#entries.reset(last, lastTerm);
      this.#stored.snapshotIndex = last;
      this.#save(content);
      this.#committed = last;
      this.#applied = last;
      this.#apply({ snapshot: content, snapshotIndex: last, snapshotTerm: lastTerm });
    }
    return { term: this.#stored.term };
  }

  #save(snapshot?: Json): void {
    const state: Stored = { ...this.#stored, entries: this.#entries.toStored() };
    if (snapshot === undefined) this.#node.persister.save(state);
    else this.#node.persister.save(state, snapshot);
  }

  #become(role: Role): void {
    if (this.#role.name === 'leader') {
      clearInterval(this.#role.heartbeat);
      this.#postponeElection();
    }
    this.#role = role;
  }

  /** A newer term ends whatever role this server had. */
  #noteTerm(term: number): void {
    if (term <= this.#stored.term) return;
    this.#stored.term = term;
    this.#stored.votedFor = null;
    this.#save();
    this.#become({ name: 'follower' });
  }

  #obey(term: number): boolean {
    this.#noteTerm(term);
    if (term < this.#stored.term) return false;
    if (this.#role.name === 'candidate') this.#become({ name: 'follower' });
    this.#postponeElection();
    return true;
  }

  #postponeElection(): void {
    this.#electionAt = performance.now() + 400 + 400 * Math.random();
  }

  /** One timer for good: when it runs out early, it goes on for what has been added since. */
  #watch(): void {
    if (performance.now() >= this.#electionAt) {
      if (this.#role.name === 'leader') this.#postponeElection();
      else this.#campaign();
    }
    const leftMs = Math.ceil(this.#electionAt - performance.now());
    setTimeout(() => this.#watch(), Math.max(1, leftMs));
  }

  #campaign(): void {
    const term = this.#stored.term + 1;
    this.#stored.term = term;
    this.#stored.votedFor = this.#node.me;
    this.#save();
    this.#postponeElection();

    const candidate: Candidate = { name: 'candidate', votes: 1 };
    this.#become(candidate);
    const { last } = this.#entries;
    const request = { term, from: this.#node.me, last, lastTerm: this.#entries.term(last) };
    for (const peer of this.#others()) {
      void peer.requestVote(request).then((answer) => {
        if (!answer) return;
        this.#noteTerm(answer.term);
        if (this.#role !== candidate || !answer.vote) return;
        candidate.votes += 1;
        if (candidate.votes > this.#node.peers.length / 2) this.#lead();
      });
    }
  }

  #lead(): void {
    const followers = new Map<Peer<PipelinedRpc>, Follower>();
    for (const peer of this.#others()) followers.set(peer, new Follower(this.#entries.last + 1));
    const beat = (): void => {
      for (const [peer, follower] of followers) {
        follower.expire(performance.now());
        this.#stream(peer, follower, true);
      }
    };
    this.#become({ name: 'leader', followers, heartbeat: setInterval(beat, HEARTBEAT_MS) });
    beat();
  }

  /** Sends as much as may be under way; at a heartbeat at least one message, if only an empty one. */
  #stream(peer: Peer<PipelinedRpc>, follower: Follower, isHeartbeat = false): void {
    let isSilent = isHeartbeat;
    while (follower.canTakeMore && follower.next <= this.#entries.last) {
      if (follower.next > this.#entries.floor) this.#sendBatch(peer, follower, BATCH);
      else this.#sendSnapshot(peer, follower);
      isSilent = false;
    }
    if (isSilent) this.#sendBatch(peer, follower, 0);
  }

  #sendBatch(peer: Peer<PipelinedRpc>, follower: Follower, limit: number): void {
    const { term } = this.#stored;
    const prev = Math.max(follower.next - 1, this.#entries.floor);
    const batch = this.#entries.range(prev + 1, limit);
    const message = follower.sent(batch.length, performance.now());
    const prevTerm = this.#entries.term(prev);
    const request = { term, prev, prevTerm, batch, committed: this.#committed };
    void peer.appendEntries(request).then((answer) => {
      if (!this.#isStillLeading(term, answer)) return;
      if (!answer) follower.lost(message);
      else if (answer.ok) follower.accepted(message, prev + batch.length);
      else follower.refused(message, prev, answer.last, this.#entries.floor);
      this.#proceed(peer, follower);
    });
  }

  #sendSnapshot(peer: Peer<PipelinedRpc>, follower: Follower): void {
    const { term, snapshotIndex: last } = this.#stored;
    const content = this.#node.persister.readSnapshot() ?? null;
    const message = follower.sent(last + 1 - follower.next, performance.now());
    const request = { term, last, lastTerm: this.#entries.term(last), content };
    void peer.installSnapshot(request).then((answer) => {
      if (!this.#isStillLeading(term, answer)) return;
      if (answer) follower.accepted(message, last);
      else follower.lost(message);
      this.#proceed(peer, follower);
    });
  }

  /** Whether what was asked in `term` still matters now that it is answered, or known to be lost. */
  #isStillLeading(term: number, answer: { term: number } | undefined): boolean {
    if (answer) this.#noteTerm(answer.term);
    return this.#stored.term === term && this.#role.name === 'leader';
  }

  /** Commits what a majority has by now, and sends on. */
  #proceed(peer: Peer<PipelinedRpc>, follower: Follower): void {
    if (this.#role.name !== 'leader') return;
    const matches = Array.from(this.#role.followers.values(), ({ match }) => match);
    const sorted = [this.#entries.last, ...matches].toSorted((a, b) => a - b);
    const index = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
    if (this.#entries.term(index) === this.#stored.term) this.#commit(index);
    this.#stream(peer, follower);
  }

  #commit(index: number): void {
    this.#committed = Math.max(this.#committed, index);
    while (this.#applied < this.#committed) {
      this.#applied += 1;
      const command = this.#entries.get(this.#applied)?.c ?? null;
      this.#apply({ command, commandIndex: this.#applied });
    }
  }

  #others(): Peer<PipelinedRpc>[] {
    return this.#node.peers.filter((_peer, server) => server !== this.#node.me);
  }
}
