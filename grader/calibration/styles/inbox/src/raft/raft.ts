/**
 * A Raft that does nothing at once: what it is told, asked and answered goes into an inbox. A tick 5 ms
 * later goes through it, saves once, and only then answers, sends and applies.
 */
import type { Apply, ApplyMsg, Json, Node, Peer, Raft } from 'splitbrain/raft';
import type { RaftState, StartResult } from 'splitbrain/raft';
import { Inbox } from './inbox.ts';
import { isAsNew, Log, type SavedLog } from './log.ts';
import type { Candidacy, Image, InboxRpc, Part, Place } from './rpc.ts';

const BEAT_MS = 100;
/** The shortest; the longest is twice that. */
const PATIENCE_MS = 450;

/** Term, vote (-1 for none) and log. */
type Saved = readonly [term: number, vote: number, log: SavedLog];

/** What a leader knows of another server. */
interface Follower {
  readonly peer: Peer<InboxRpc>;
  match: number;
  next: number;
  /** Number of the newest question; while it is open, only a beat asks another one. */
  asked: number;
  isAsked: boolean;
}

export default class InboxRaft implements Raft<InboxRpc> {
  readonly #node: Node<InboxRpc>;
  readonly #apply: Apply;
  readonly #inbox = new Inbox(() => this.#tick());
  readonly #log: Log;
  #term: number;
  #vote: number;
  #isDirty = false;
  /** To be saved with the state. */
  #unsavedSnapshot: Json | undefined;
  /** A leader's snapshot, to be applied when it is saved. */
  #installed: ApplyMsg | undefined;
  #committed: number;
  #applied: number;
  /** Who voted for this candidate; undefined when it is none. */
  #voters: Set<number> | undefined;
  /** Undefined when it does not lead. */
  #followers: Follower[] | undefined;
  /** Commands whose indexes are given out and which wait in the inbox of this leader. */
  #promised = 0;
  /** When a leader beats next, and when anybody else stands. */
  #dueAt = 0;

  constructor(node: Node<InboxRpc>, apply: Apply) {
    this.#node = node;
    this.#apply = apply;
    const [term, vote, log] = node.persister.readState<Saved>() ?? [0, -1, undefined];
    this.#term = term;
    this.#vote = vote;
    this.#log = new Log(log);
    [this.#committed] = this.#log.start;
    this.#applied = this.#committed;
    this.#bePatient();
    this.#inbox.wakeIn(this.#dueAt - performance.now());
  }

  // What comes from outside, to be done at the next tick

  getState(): RaftState {
    return { term: this.#term, isLeader: this.#followers !== undefined };
  }

  start(command: Json): StartResult {
    const term = this.#term;
    if (this.#followers === undefined) return { isLeader: false };
    this.#promised += 1;
    const index = this.#log.end[0] + this.#promised;
    void this.#inbox.put(() => this.#append(term, command));
    return { isLeader: true, index, term };
  }

  snapshot(index: number, snapshot: Json): void {
    void this.#inbox.put(() => this.#compact(index, snapshot));
  }

  poll(candidacy: Candidacy): Promise<{ term: number; isVote: boolean }> {
    return this.#inbox.put(() => this.#onPoll(candidacy));
  }

  extend(part: Part): Promise<{ term: number; shared?: Place }> {
    return this.#inbox.put(() => this.#onExtend(part));
  }

  restore(image: Image): Promise<{ term: number }> {
    return this.#inbox.put(() => this.#onRestore(image));
  }

  /** Asks a peer after this tick's save; its answer waits in the inbox like anything else. */
  #ask<Answer extends { term: number }>(
    question: () => Promise<Answer | undefined>,
    onAnswer: (answer: Answer) => void,
  ): void {
    const term = this.#term;
    this.#inbox.afterSave(() => {
      void question().then((answer) => {
        if (answer === undefined) return;
        void this.#inbox.put(() => {
          this.#learn(answer.term);
          // What was asked in an earlier term is of no interest any more.
          if (this.#term === term) onAnswer(answer);
        });
      });
    });
  }

  // The tick

  #tick(): void {
    this.#inbox.empty();
    if (performance.now() >= this.#dueAt) {
      if (this.#followers === undefined) this.#stand();
      else this.#beat(this.#followers);
    }
    this.#replicate();
    this.#save();
    this.#commit();
    this.#inbox.letGo();
    this.#inbox.wakeIn(Math.max(1, this.#dueAt - performance.now()));
  }

  #save(): void {
    if (!this.#isDirty) return;
    const saved: Saved = [this.#term, this.#vote, this.#log.save()];
    this.#node.persister.save(saved, this.#unsavedSnapshot);
    this.#isDirty = false;
    this.#unsavedSnapshot = undefined;
  }

  // Terms and votes

  /** A newer term ends whatever this server was. */
  #learn(term: number): void {
    if (term <= this.#term) return;
    this.#term = term;
    this.#vote = -1;
    this.#isDirty = true;
    this.#follow();
  }

  #follow(): void {
    if (this.#followers !== undefined) this.#bePatient();
    this.#followers = undefined;
    this.#voters = undefined;
  }

  #bePatient(): void {
    this.#dueAt = performance.now() + PATIENCE_MS * (1 + Math.random());
  }

  #stand(): void {
    this.#learn(this.#term + 1);
    this.#vote = this.#node.me;
    this.#bePatient();
    const voters = new Set([this.#node.me]);
    this.#voters = voters;
    const candidacy = { term: this.#term, candidate: this.#node.me, end: this.#log.end };
    for (const [server, peer] of this.#others()) {
      this.#ask(
        () => peer.poll(candidacy),
        ({ isVote }) => {
          if (!isVote || this.#voters !== voters) return;
          voters.add(server);
          if (voters.size * 2 > this.#node.peers.length) this.#lead();
        },
      );
    }
  }

  #onPoll({ term, candidate, end }: Candidacy): { term: number; isVote: boolean } {
    this.#learn(term);
    const isFree = this.#vote === -1 || this.#vote === candidate;
    const isVote = term === this.#term && isFree && isAsNew(end, this.#log.end);
    if (isVote) {
      this.#vote = candidate;
      this.#isDirty = true;
      this.#bePatient();
    }
    return { term: this.#term, isVote };
  }

  #lead(): void {
    const next = this.#log.end[0] + 1;
    this.#voters = undefined;
    this.#promised = 0;
    this.#followers = this.#others().map(([, peer]) => {
      return { peer, match: 0, next, asked: 0, isAsked: false };
    });
    this.#beat(this.#followers);
  }

  // The leader

  #append(term: number, command: Json): void {
    if (this.#followers === undefined || this.#term !== term) return;
    this.#promised -= 1;
    this.#log.add([term, command]);
    this.#isDirty = true;
  }

  #beat(followers: readonly Follower[]): void {
    this.#dueAt = performance.now() + BEAT_MS;
    for (const follower of followers) this.#send(follower);
  }

  /** Sends on to each follower that lacks something and owes no answer. */
  #replicate(): void {
    for (const follower of this.#followers ?? []) {
      if (!follower.isAsked && follower.next <= this.#log.end[0]) this.#send(follower);
    }
  }

  #send(follower: Follower): void {
    const { peer, next } = follower;
    const term = this.#term;
    const question = ++follower.asked;
    follower.isAsked = true;
    const answered = (match: number): void => {
      if (follower.asked === question) follower.isAsked = false;
      follower.match = Math.max(follower.match, match);
      follower.next = Math.max(follower.next, follower.match + 1);
    };

    const lacking = next - 1;
    const lackingTerm = this.#log.termAt(lacking);
    if (lackingTerm === undefined) {
      const upTo = this.#log.start;
      const state = this.#unsavedSnapshot ?? this.#node.persister.readSnapshot() ?? null;
      this.#ask(
        () => peer.restore({ term, upTo, state }),
        () => answered(upTo[0]),
      );
      return;
    }
    const after: Place = [lacking, lackingTerm];
    const part = { term, after, entries: this.#log.behind(lacking), committed: this.#committed };
    this.#ask(
      () => peer.extend(part),
      ({ shared }) => {
        if (shared === undefined) return answered(lacking + part.entries.length);
        answered(0);
        const [index] = this.#log.lastShared([shared[0] + 1, shared[1]]);
        follower.next = Math.max(follower.match + 1, Math.min(follower.next, index + 1));
      },
    );
  }

  /** Commits what the answers of this tick allow, now that its own log is saved, and applies it. */
  #commit(): void {
    const matches = (this.#followers ?? []).map(({ match }) => match);
    if (matches.length > 0) {
      const ranked = [this.#log.end[0], ...matches].toSorted((a, b) => b - a);
      const index = ranked[Math.floor(ranked.length / 2)] ?? 0;
      if (this.#log.termAt(index) === this.#term) this.#commitTo(index);
    }
    if (this.#installed !== undefined) this.#apply(this.#installed);
    this.#installed = undefined;
    while (this.#applied < this.#committed) {
      this.#applied += 1;
      const [, command = null] = this.#log.at(this.#applied) ?? [];
      this.#apply({ command, commandIndex: this.#applied });
    }
  }

  #commitTo(index: number): void {
    this.#committed = Math.max(this.#committed, index);
  }

  // The follower

  /** Whether `term` is the present one; its leader is followed. */
  #obey(term: number): boolean {
    this.#learn(term);
    if (term < this.#term) return false;
    this.#follow();
    this.#bePatient();
    return true;
  }

  #onExtend({ term, after, entries, committed }: Part): { term: number; shared?: Place } {
    // Who is told of a newer term does not look at the rest.
    if (!this.#obey(term)) return { term: this.#term };
    if (!this.#log.has(after)) return { term, shared: this.#log.lastShared(after) };
    if (this.#log.take(after[0], entries)) this.#isDirty = true;
    this.#commitTo(Math.min(committed, after[0] + entries.length));
    return { term };
  }

  #onRestore({ term, upTo, state }: Image): { term: number } {
    const [snapshotIndex, snapshotTerm] = upTo;
    if (this.#obey(term) && snapshotIndex > this.#committed) {
      this.#shorten(upTo, state);
      this.#committed = snapshotIndex;
      this.#applied = snapshotIndex;
      this.#installed = { snapshot: state, snapshotIndex, snapshotTerm };
    }
    return { term: this.#term };
  }

  // Snapshots

  #compact(index: number, snapshot: Json): void {
    const term = this.#log.termAt(index);
    // A newer one may have come from the leader in the meantime.
    if (term !== undefined && index > this.#log.start[0]) this.#shorten([index, term], snapshot);
  }

  #shorten(upTo: Place, snapshot: Json): void {
    this.#log.startAfter(upTo);
    this.#isDirty = true;
    this.#unsavedSnapshot = snapshot;
  }

  #others(): [server: number, peer: Peer<InboxRpc>][] {
    return [...this.#node.peers.entries()].filter(([server]) => server !== this.#node.me);
  }
}
