import type { Entry } from './messages.ts';

export interface SavedLog {
  readonly base: number;
  readonly baseTerm: number;
  readonly entries: readonly Entry[];
}

/** A map from index to entry; those up to `base` are in the snapshot. */
export class Log {
  base: number;
  last: number;
  #baseTerm: number;
  readonly #entries = new Map<number, Entry>();

  constructor({ base, baseTerm, entries }: SavedLog) {
    this.base = base;
    this.last = base;
    this.#baseTerm = baseTerm;
    for (const entry of entries) this.append(entry);
  }

  get lastTerm(): number {
    return this.term(this.last);
  }

  append(entry: Entry): number {
    this.last += 1;
    this.#entries.set(this.last, entry);
    return this.last;
  }

  entry(index: number): Entry | undefined {
    return this.#entries.get(index);
  }

  /** The term at `index`; -1 where this log has no entry, or no longer. */
  term(index: number): number {
    return index === this.base ? this.#baseTerm : (this.#entries.get(index)?.term ?? -1);
  }

  slice(from: number, limit: number): Entry[] {
    const found: Entry[] = [];
    for (let index = from; index <= this.last && found.length < limit; index += 1) {
      const entry = this.#entries.get(index);
      if (entry !== undefined) found.push(entry);
    }
    return found;
  }

  /** Takes entries that follow `prevIndex`; whether anything changed. Only a conflict cuts. */
  take(prevIndex: number, entries: readonly Entry[]): boolean {
    const known = entries.findIndex((entry, i) => this.term(prevIndex + 1 + i) !== entry.term);
    if (known < 0) return false;
    for (const first = prevIndex + 1 + known; this.last >= first; this.last -= 1) {
      this.#entries.delete(this.last);
    }
    for (const entry of entries.slice(known)) this.append(entry);
    return true;
  }

  /** The last index up to `index` whose term is not after `term`, with its term. */
  lastNotAfter(index: number, term: number): readonly [index: number, term: number] {
    let found = Math.min(index, this.last);
    while (found > this.base && this.term(found) > term) found -= 1;
    return [found, this.term(found)];
  }

  /** Begins after (index, term). What follows stays if it follows that very entry. */
  startAfter(index: number, term: number): void {
    const isContinued = this.term(index) === term;
    for (const each of this.#entries.keys()) {
      if (each <= index || !isContinued) this.#entries.delete(each);
    }
    this.base = index;
    this.#baseTerm = term;
    if (!isContinued) this.last = index;
  }

  save(): SavedLog {
    const entries = this.slice(this.base + 1, Infinity);
    return { base: this.base, baseTerm: this.#baseTerm, entries };
  }
}
