/** One loop for each follower, for as long as a leadership lasts. */
import { sleep, type Peer } from 'splitbrain/raft';
import type { Disk } from './disk.ts';
import type { PreVoteRpc } from './messages.ts';

export const HEARTBEAT_MS = 100;
const ENTRIES_A_MESSAGE = 64;

/** What the loops of one leadership share with the server that leads. */
export interface Leadership {
  readonly term: number;
  readonly disk: Disk;
  /** Turns false for ever when this server no longer leads in `term`. */
  isOver: boolean;
  commitIndex(): number;
  /** A follower answered in `term`. */
  heard(term: number): void;
  /** Some replicator's matchIndex has grown. */
  matched(): void;
}

export class Replicator {
  matchIndex = 0;
  heardAt = performance.now();
  #nextIndex: number;
  #wake = (): void => {};
  readonly #peer: Peer<PreVoteRpc>;
  readonly #leadership: Leadership;

  constructor(peer: Peer<PreVoteRpc>, leadership: Leadership) {
    this.#peer = peer;
    this.#leadership = leadership;
    this.#nextIndex = leadership.disk.lastIndex + 1;
  }

  /** There are new entries. A loop that waits for an answer finds them when it has it. */
  wake(): void {
    this.#wake();
  }

  async run(): Promise<void> {
    while (!this.#leadership.isOver) {
      const beat = sleep(HEARTBEAT_MS).then(() => false);
      // A call to a dead server takes seconds to fail: the heart goes on beating meanwhile.
      const hasMore = await Promise.race([this.#exchange(), beat]);
      if (hasMore) continue;
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await Promise.race([beat, woken]);
    }
  }

  /** One call and its answer, early or late. Answers whether the next call should follow at once. */
  async #exchange(): Promise<boolean> {
    const { disk } = this.#leadership;
    const from = this.#nextIndex;
    const hasMoved = await (from > disk.start.index ? this.#append(from) : this.#install());
    return hasMoved && this.#nextIndex <= disk.lastIndex;
  }

  async #append(from: number): Promise<boolean> {
    const { disk, term } = this.#leadership;
    const answer = await this.#peer.appendEntries({
      term,
      prevIndex: from - 1,
      prevTerm: disk.termOf(from - 1) ?? 0,
      entries: disk.slice(from, ENTRIES_A_MESSAGE),
      commitIndex: this.#leadership.commitIndex(),
    });
    if (!this.#isCurrent(answer)) return false;

    if ('matchIndex' in answer) {
      this.#match(answer.matchIndex);
      return true;
    }
    if (answer.tryFrom === undefined || this.#nextIndex !== from) return false;
    this.#nextIndex = Math.max(answer.tryFrom, this.matchIndex + 1);
    return this.#nextIndex < from;
  }

  async #install(): Promise<boolean> {
    const { disk, term } = this.#leadership;
    const { index, term: indexTerm } = disk.start;
    const { snapshot } = disk;
    const answer = await this.#peer.installSnapshot({ term, index, indexTerm, snapshot });
    if (!this.#isCurrent(answer)) return false;
    this.#match(index);
    return true;
  }

  #match(index: number): void {
    this.matchIndex = Math.max(this.matchIndex, index);
    this.#nextIndex = Math.max(this.#nextIndex, index + 1);
    this.#leadership.matched();
  }

  #isCurrent<Answer extends { term: number }>(answer: Answer | undefined): answer is Answer {
    if (answer === undefined) return false;
    this.heardAt = performance.now();
    this.#leadership.heard(answer.term);
    return !this.#leadership.isOver;
  }
}
