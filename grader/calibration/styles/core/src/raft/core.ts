/**
 * Raft as a state machine without clock, network or disk: a message or a tick goes in; what is to be
 * saved, sent and applied is left in `output`, in that order of duty, for the shell to fetch.
 */
import type { ApplyMsg, Json } from 'splitbrain/raft';
import { Log, type SavedLog } from './log.ts';
import type { Body, Message } from './messages.ts';
import { Progress } from './progress.ts';

const HEARTBEAT_TICKS = 5;
const ELECTION_TICKS = 20;
const ENTRIES_A_MESSAGE = 32;

export interface Saved {
  readonly term: number;
  readonly vote: number | null;
  readonly log: SavedLog;
}

/** What a step left to be done. */
export interface Output {
  isDirty: boolean;
  /** To be saved with the state. */
  snapshot: Json | undefined;
  messages: Message[];
  applies: ApplyMsg[];
}

const FRESH: Saved = { term: 0, vote: null, log: { base: 0, baseTerm: 0, entries: [] } };

export class Core {
  term: number;
  role: 'follower' | 'candidate' | 'leader' = 'follower';
  output: Output = { isDirty: false, snapshot: undefined, messages: [], applies: [] };
  readonly #me: number;
  readonly #servers: number;
  readonly #readSnapshot: () => Json;
  readonly #log: Log;
  #vote: number | null;
  #commit: number;
  #applied: number;
  #votes = new Set<number>();
  #progress = new Map<number, Progress>();
  #ticks = 0;
  #patience = 0;
  #handedIn: { readonly index: number; readonly snapshot: Json } | undefined;

  constructor(me: number, servers: number, saved: Saved | undefined, readSnapshot: () => Json) {
    const { term, vote, log } = saved ?? FRESH;
    this.#me = me;
    this.#servers = servers;
    this.#readSnapshot = readSnapshot;
    this.term = term;
    this.#vote = vote;
    this.#log = new Log(log);
    this.#commit = this.#log.base;
    this.#applied = this.#log.base;
    this.#resetTicks();
  }

  saved(): Saved {
    return { term: this.term, vote: this.#vote, log: this.#log.save() };
  }

  propose(command: Json): number | null {
    if (this.role !== 'leader') return null;
    const index = this.#log.append({ term: this.term, command });
    this.output.isDirty = true;
    for (const to of this.#progress.keys()) this.#sendMore(to);
    return index;
  }

  /** The log is not shortened before `compact`: there may be a newer snapshot by then. */
  handIn(index: number, snapshot: Json): void {
    if (index > Math.max(this.#log.base, this.#handedIn?.index ?? 0)) {
      this.#handedIn = { index, snapshot };
    }
  }

  /** Shortens the log to the snapshot handed in; the new one can be sent when this is saved. */
  compact(): void {
    const handedIn = this.#handedIn;
    this.#handedIn = undefined;
    if (handedIn === undefined || handedIn.index <= this.#log.base) return;
    this.#log.startAfter(handedIn.index, this.#log.term(handedIn.index));
    this.output.isDirty = true;
    this.output.snapshot = handedIn.snapshot;
  }

  tick(): void {
    this.#ticks += 1;
    if (this.role === 'leader') {
      if (this.#ticks % HEARTBEAT_TICKS === 0) this.#beat();
    } else if (this.#ticks >= this.#patience) this.#stand();
  }

  step(message: Message): void {
    if (message.term > this.term) this.#follow(message.term);
    if (message.term < this.term) {
      const { type, from } = message;
      if (type === 'vote' || type === 'append' || type === 'install') {
        this.#send(from, { type: 'outdated' });
      }
      return;
    }
    switch (message.type) {
      case 'vote':
        return this.#onVote(message);
      case 'ballot':
        return this.#onBallot(message);
      case 'append':
        return this.#onAppend(message);
      case 'appended':
        return this.#onAppended(message);
      case 'refused':
        return this.#onRefused(message);
      case 'install':
        return this.#onInstall(message);
      case 'outdated':
    }
  }

  // Elections

  #stand(): void {
    this.#follow(this.term + 1);
    this.role = 'candidate';
    this.#vote = this.#me;
    this.#votes = new Set([this.#me]);
    this.#resetTicks();
    const { last: lastIndex, lastTerm } = this.#log;
    for (const to of this.#others()) this.#send(to, { type: 'vote', lastIndex, lastTerm });
  }

  #follow(term: number): void {
    if (this.role === 'leader') this.#resetTicks();
    this.role = 'follower';
    if (term === this.term) return;
    this.term = term;
    this.#vote = null;
    this.output.isDirty = true;
  }

  #onVote({ from, lastIndex, lastTerm }: Message & { type: 'vote' }): void {
    const log = this.#log;
    const isNewer = lastTerm > log.lastTerm || (lastTerm === log.lastTerm && lastIndex >= log.last);
    const granted = isNewer && (this.#vote ?? from) === from;
    if (granted) {
      this.output.isDirty ||= this.#vote === null;
      this.#vote = from;
      this.#resetTicks();
    }
    this.#send(from, { type: 'ballot', granted });
  }

  #onBallot({ from, granted }: Message & { type: 'ballot' }): void {
    if (this.role !== 'candidate' || !granted) return;
    this.#votes.add(from);
    if (this.#votes.size * 2 <= this.#servers) return;
    this.role = 'leader';
    const next = this.#log.last + 1;
    this.#progress = new Map(this.#others().map((each) => [each, new Progress(next)]));
    this.#ticks = 0;
    this.#beat();
  }

  // Replication, the leader's side

  #beat(): void {
    for (const [to, progress] of this.#progress) {
      progress.beat();
      if (progress.next > this.#log.last) this.#sendEntries(to, progress);
      else this.#sendMore(to);
    }
  }

  #sendMore(to: number): void {
    const progress = this.#progress.get(to);
    if (progress === undefined) return;
    while (!progress.isFull && progress.next <= this.#log.last) {
      if (progress.next > this.#log.base) this.#sendEntries(to, progress);
      else this.#sendSnapshot(to, progress);
    }
  }

  #sendEntries(to: number, progress: Progress): void {
    const prevIndex = progress.next - 1;
    const entries = this.#log.slice(progress.next, ENTRIES_A_MESSAGE);
    const prevTerm = this.#log.term(prevIndex);
    this.#send(to, { type: 'append', prevIndex, prevTerm, entries, commit: this.#commit });
    progress.sent(entries.length);
  }

  #sendSnapshot(to: number, progress: Progress): void {
    const index = this.#log.base;
    const indexTerm = this.#log.term(index);
    this.#send(to, { type: 'install', index, indexTerm, snapshot: this.#readSnapshot() });
    progress.sentSnapshot();
  }

  #onAppended({ from, match }: Message & { type: 'appended' }): void {
    if (this.role !== 'leader') return;
    this.#progress.get(from)?.accepted(match);
    const matches = Array.from(this.#progress.values(), (each) => each.match);
    const ranked = [this.#log.last, ...matches].toSorted((a, b) => b - a);
    const index = ranked[Math.floor(this.#servers / 2)] ?? 0;
    if (this.#log.term(index) === this.term) this.#commitTo(index);
    this.#sendMore(from);
  }

  #onRefused({ from, prevIndex, hintIndex, hintTerm }: Message & { type: 'refused' }): void {
    if (this.role !== 'leader') return;
    const [shared] = this.#log.lastNotAfter(hintIndex, hintTerm);
    if (this.#progress.get(from)?.refused(prevIndex, shared + 1) === true) this.#sendMore(from);
  }

  // Replication, the follower's side

  #onAppend(message: Message & { type: 'append' }): void {
    const { from, prevIndex, prevTerm, entries, commit } = message;
    this.#follow(message.term);
    this.#resetTicks();
    const log = this.#log;
    // What is committed here is in the leader's log.
    if (prevIndex < this.#commit) {
      return this.#send(from, { type: 'appended', match: this.#commit });
    }
    if (log.term(prevIndex) !== prevTerm) {
      const [hintIndex, hintTerm] = log.lastNotAfter(prevIndex - 1, prevTerm);
      return this.#send(from, { type: 'refused', prevIndex, hintIndex, hintTerm });
    }
    if (log.take(prevIndex, entries)) this.output.isDirty = true;
    const match = prevIndex + entries.length;
    this.#commitTo(Math.min(commit, match));
    this.#send(from, { type: 'appended', match });
  }

  #onInstall(message: Message & { type: 'install' }): void {
    const { from, index, indexTerm, snapshot } = message;
    this.#follow(message.term);
    this.#resetTicks();
    if (index > this.#commit) {
      this.#log.startAfter(index, indexTerm);
      this.#commit = index;
      this.#applied = index;
      this.output.isDirty = true;
      this.output.snapshot = snapshot;
      this.output.applies.push({ snapshot, snapshotIndex: index, snapshotTerm: indexTerm });
    }
    this.#send(from, { type: 'appended', match: this.#commit });
  }

  #commitTo(index: number): void {
    this.#commit = Math.max(this.#commit, index);
    while (this.#applied < this.#commit) {
      this.#applied += 1;
      const command = this.#log.entry(this.#applied)?.command ?? null;
      this.output.applies.push({ command, commandIndex: this.#applied });
    }
  }

  #resetTicks(): void {
    this.#ticks = 0;
    this.#patience = ELECTION_TICKS * (1 + Math.random());
  }

  #send(to: number, body: Body): void {
    this.output.messages.push({ ...body, from: this.#me, to, term: this.term });
  }

  #others(): number[] {
    return Array.from({ length: this.#servers }, (_, each) => each).filter(
      (each) => each !== this.#me,
    );
  }
}
