/** What a leader knows of one who reads its letters, and what it writes next. */
import type { Json } from 'splitbrain/raft';
import type { Journal } from './journal.ts';
import type { Body } from './letters.ts';

const LINES_A_LETTER = 60;

export class Reader {
  /** Its journal is known to be the leader's up to this line. */
  agreed = 0;
  heardAt: number;
  #next: number;
  /** How far the next refusal takes the search back; it doubles. */
  #stride = 1;
  /** The last line of the digest that it was sent and has not taken yet; 0 for none. */
  #digestUpTo = 0;

  constructor(next: number, now: number) {
    this.#next = next;
    this.heardAt = now;
  }

  /** Whether it lacks something that has not been written yet. */
  isBehind(last: number): boolean {
    return this.#digestUpTo === 0 && this.#next <= last;
  }

  nextLetter(journal: Journal, committed: number, readSnapshot: () => Json): Body {
    if (this.#next <= journal.upTo) {
      const { upTo, upToTerm } = journal;
      this.#digestUpTo = upTo;
      return { digest: { upTo, upToTerm, state: readSnapshot() } };
    }
    const after = this.#next - 1;
    const lines = journal.read(this.#next, LINES_A_LETTER);
    // It runs ahead of the answers: a letter that is lost shows in the refusal of the next.
    this.#next += lines.length;
    return { news: { after, afterTerm: journal.termOf(after), lines, committed } };
  }

  hasAgreed(line: number): void {
    this.#stride = 1;
    this.agreed = Math.max(this.agreed, line);
    this.#next = Math.max(this.#next, this.agreed + 1);
    if (this.#digestUpTo <= this.agreed) this.#digestUpTo = 0;
  }

  /** A late refusal, of what it has taken since, is of no interest. */
  hasRefused(after: number, last: number): void {
    if (after <= this.agreed) return;
    const back = Math.min(after + 1 - this.#stride, last + 1, this.#next);
    this.#next = Math.max(this.agreed + 1, back);
    this.#stride *= 2;
  }
}
