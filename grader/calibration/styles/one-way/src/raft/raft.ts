/**
 * A Raft that only writes letters. They wait in a mailbox, as do commands and snapshots, until a tick 5 ms
 * later reads all of them, saves once, and posts what is to be written, answers included.
 */
import type { Apply, Json, Node, Raft, RaftState, StartResult } from 'splitbrain/raft';
import { Journal } from './journal.ts';
import { wantsAnswer, type Body, type Candidacy, type Digest } from './letters.ts';
import type { Letter, News, OneWayRpc } from './letters.ts';
import { Reader } from './reader.ts';

const TICK_MS = 5;
/** How often it looks at the clock when no letter comes. */
const LOOK_MS = 25;
const NEWS_MS = 110;
/** The shortest; the longest is twice that. */
const PATIENCE_MS = 500;
/** A leader that no majority has written to for so long gives up: it could commit nothing. */
const UNHEARD_MS = 1_200;

type Role =
  | { readonly name: 'follower' }
  | { readonly name: 'candidate'; readonly votes: Set<number> }
  | { readonly name: 'leader'; readonly readers: Map<number, Reader>; newsAt: number };

const FOLLOWER: Role = { name: 'follower' };

export default class OneWayRaft implements Raft<OneWayRpc> {
  private readonly node: Node<OneWayRpc>;
  private readonly apply: Apply;
  private role: Role = FOLLOWER;
  private term = 0;
  private votedFor: number | null = null;
  private readonly journal: Journal;
  private isDirty = false;
  private unsavedSnapshot: Json | undefined;
  /** A leader's snapshot that the service is given when it is saved. */
  private hasDigest = false;
  private committed: number;
  private applied: number;
  private patienceEndsAt = 0;
  private mailbox: Letter[] = [];
  private handedIn: { readonly index: number; readonly snapshot: Json } | undefined;
  private outgoing: (readonly [to: number, letter: Letter])[] = [];
  private isTickDue = false;

  constructor(node: Node<OneWayRpc>, apply: Apply) {
    this.node = node;
    this.apply = apply;
    const [head = '', ...rest] = (node.persister.readState<string>() ?? '0 -').split('\n');
    const [term = '0', votedFor = '-'] = head.split(' ');
    this.term = Number(term);
    this.votedFor = votedFor === '-' ? null : Number(votedFor);
    this.journal = rest.length === 0 ? new Journal() : Journal.parse(rest.join('\n'));
    this.committed = this.journal.upTo;
    this.applied = this.journal.upTo;
    this.bePatient();
    setInterval(() => this.tickSoon(), LOOK_MS);
  }

  getState(): RaftState {
    return { term: this.term, isLeader: this.role.name === 'leader' };
  }

  start(command: Json): StartResult {
    if (this.role.name !== 'leader') return { isLeader: false };
    this.journal.add({ t: this.term, c: JSON.stringify(command) });
    this.isDirty = true;
    this.tickSoon();
    return { isLeader: true, index: this.journal.last, term: this.term };
  }

  snapshot(index: number, snapshot: Json): void {
    this.handedIn = { index, snapshot };
    this.tickSoon();
  }

  write(letter: Letter): null {
    this.mailbox.push(letter);
    this.tickSoon();
    return null;
  }

  // The tick

  private tickSoon(): void {
    if (this.isTickDue) return;
    this.isTickDue = true;
    setTimeout(() => this.tick(), TICK_MS);
  }

  private tick(): void {
    this.isTickDue = false;
    for (const letter of this.mailbox.splice(0)) this.read(letter);
    this.compact();
    if (this.role.name === 'leader') this.writeNews(this.role);
    else if (Date.now() >= this.patienceEndsAt) this.stand();
    this.save();
    this.commit();
    for (const [to, letter] of this.outgoing.splice(0)) void this.node.peers[to]?.write(letter);
  }

  /** Nothing leaves this server, to a peer or to the service, before what it says is saved. */
  private save(): void {
    if (!this.isDirty) return;
    const head = `${this.term} ${this.votedFor ?? '-'}`;
    this.node.persister.save(`${head}\n${this.journal.print()}`, this.unsavedSnapshot);
    this.isDirty = false;
    this.unsavedSnapshot = undefined;
  }

  private send(to: number, body: Body): void {
    this.outgoing.push([to, { by: this.node.me, term: this.term, ...body }]);
  }

  private read(letter: Letter): void {
    const { by, term } = letter;
    if (term > this.term) this.enterTerm(term);
    if (term < this.term) {
      if (wantsAnswer(letter)) this.send(by, { over: true });
      return;
    }
    if ('candidacy' in letter) this.onCandidacy(by, letter.candidacy);
    else if ('vote' in letter) this.onVote(by, letter.vote);
    else if ('news' in letter) this.onNews(by, letter.news);
    else if ('digest' in letter) this.onDigest(by, letter.digest);
    else if ('agreed' in letter) this.readerOf(by)?.hasAgreed(letter.agreed);
    else if ('apart' in letter)
      this.readerOf(by)?.hasRefused(letter.apart.after, letter.apart.last);
  }

  // Elections

  private bePatient(): void {
    this.patienceEndsAt = Date.now() + PATIENCE_MS * (1 + Math.random());
  }

  private enterTerm(term: number): void {
    this.stepDown();
    this.term = term;
    this.votedFor = null;
    this.isDirty = true;
  }

  private stepDown(): void {
    if (this.role.name === 'leader') this.bePatient();
    this.role = FOLLOWER;
  }

  private stand(): void {
    this.enterTerm(this.term + 1);
    this.votedFor = this.node.me;
    this.role = { name: 'candidate', votes: new Set([this.node.me]) };
    this.bePatient();
    const { last, lastTerm } = this.journal;
    for (const to of this.others()) this.send(to, { candidacy: { last, lastTerm } });
  }

  private onCandidacy(by: number, { last, lastTerm }: Candidacy): void {
    const isFree = this.votedFor === null || this.votedFor === by;
    const vote = isFree && this.journal.isCoveredBy(last, lastTerm);
    if (vote) {
      this.votedFor = by;
      this.isDirty = true;
      this.bePatient();
    }
    this.send(by, { vote });
  }

  private onVote(by: number, isForMe: boolean): void {
    if (this.role.name !== 'candidate' || !isForMe) return;
    this.role.votes.add(by);
    if (this.role.votes.size * 2 > this.node.peers.length) this.lead();
  }

  private lead(): void {
    const now = Date.now();
    const next = this.journal.last + 1;
    const readers = new Map(this.others().map((each) => [each, new Reader(next, now)]));
    this.role = { name: 'leader', readers, newsAt: now };
  }

  // The leader

  private readerOf(by: number): Reader | undefined {
    const reader = this.role.name === 'leader' ? this.role.readers.get(by) : undefined;
    if (reader !== undefined) reader.heardAt = Date.now();
    return reader;
  }

  private writeNews(leader: Role & { name: 'leader' }): void {
    const now = Date.now();
    const heard = [...leader.readers.values()].filter(({ heardAt }) => now - heardAt < UNHEARD_MS);
    if ((heard.length + 1) * 2 <= this.node.peers.length) return this.stepDown();

    const isDue = now >= leader.newsAt;
    if (isDue) leader.newsAt = now + NEWS_MS;
    const readSnapshot = (): Json =>
      this.unsavedSnapshot ?? this.node.persister.readSnapshot() ?? null;
    for (const [to, reader] of leader.readers) {
      if (!isDue && !reader.isBehind(this.journal.last)) continue;
      this.send(to, reader.nextLetter(this.journal, this.committed, readSnapshot));
    }
  }

  /** Commits what a majority has, this server's saved journal included, and applies what is new. */
  private commit(): void {
    if (this.role.name === 'leader') {
      const agreed = Array.from(this.role.readers.values(), (reader) => reader.agreed);
      const ranked = [this.journal.last, ...agreed].toSorted((a, b) => b - a);
      const line = ranked[Math.floor(ranked.length / 2)] ?? 0;
      if (this.journal.termOf(line) === this.term) this.commitTo(line);
    }
    if (this.hasDigest) {
      const { upTo: snapshotIndex, upToTerm: snapshotTerm } = this.journal;
      const snapshot = this.node.persister.readSnapshot() ?? null;
      this.hasDigest = false;
      this.applied = snapshotIndex;
      this.apply({ snapshot, snapshotIndex, snapshotTerm });
    }
    while (this.applied < this.committed) {
      this.applied += 1;
      const command = JSON.parse(this.journal.commandOf(this.applied)) as Json;
      this.apply({ command, commandIndex: this.applied });
    }
  }

  private commitTo(line: number): void {
    this.committed = Math.max(this.committed, line);
  }

  // The follower

  private obey(): void {
    this.stepDown();
    this.bePatient();
  }

  private onNews(by: number, news: News): void {
    this.obey();
    const { after, afterTerm, lines, committed } = news;
    const { journal } = this;
    // What the snapshot holds is committed, and so in the leader's journal.
    if (after >= journal.upTo && journal.termOf(after) !== afterTerm) {
      return this.send(by, { apart: { after, last: journal.last } });
    }
    if (journal.take(after, lines)) this.isDirty = true;
    const agreed = after + lines.length;
    this.commitTo(Math.min(committed, agreed));
    this.send(by, { agreed });
  }

  private onDigest(by: number, digest: Digest): void {
    this.obey();
    const { upTo, upToTerm, state } = digest;
    if (upTo > this.committed) {
      this.shorten(upTo, upToTerm, state);
      this.committed = upTo;
      this.hasDigest = true;
    }
    this.send(by, { agreed: upTo });
  }

  // Snapshots

  private compact(): void {
    const { handedIn, journal } = this;
    this.handedIn = undefined;
    if (handedIn === undefined || handedIn.index <= journal.upTo) return;
    this.shorten(handedIn.index, journal.termOf(handedIn.index), handedIn.snapshot);
  }

  private shorten(upTo: number, upToTerm: number, snapshot: Json): void {
    this.journal.startAfter(upTo, upToTerm);
    this.unsavedSnapshot = snapshot;
    this.isDirty = true;
  }

  private others(): number[] {
    return [...this.node.peers.keys()].filter((server) => server !== this.node.me);
  }
}
