/** Everything that survives a crash. Each method that changes something has saved it on return. */
import type { Json, Persister } from 'splitbrain/raft';
import type { Candidacy, Entry } from './messages.ts';

interface Image {
  term: number;
  vote: number | null;
  start: { index: number; term: number };
  entries: Entry[];
}

export class Disk {
  readonly #persister: Persister;
  readonly #image: Image;

  constructor(persister: Persister) {
    this.#persister = persister;
    this.#image = persister.readState<Image>() ?? {
      term: 0,
      vote: null,
      start: { index: 0, term: 0 },
      entries: [],
    };
  }

  get term(): number {
    return this.#image.term;
  }

  get vote(): number | null {
    return this.#image.vote;
  }

  /** The last entry that the snapshot holds. */
  get start(): { readonly index: number; readonly term: number } {
    return this.#image.start;
  }

  get lastIndex(): number {
    return this.#image.start.index + this.#image.entries.length;
  }

  get lastTerm(): number {
    return this.#image.entries.at(-1)?.term ?? this.#image.start.term;
  }

  get snapshot(): Json {
    return this.#persister.readSnapshot() ?? null;
  }

  entry(index: number): Entry | undefined {
    return this.#image.entries[index - this.#image.start.index - 1];
  }

  termOf(index: number): number | undefined {
    return index === this.#image.start.index ? this.#image.start.term : this.entry(index)?.term;
  }

  slice(from: number, limit: number): Entry[] {
    const offset = from - this.#image.start.index - 1;
    return this.#image.entries.slice(offset, offset + limit);
  }

  /** Whether the log of `candidacy` holds everything that this one may have helped to commit. */
  isCoveredBy({ lastIndex, lastTerm }: Candidacy): boolean {
    return lastTerm > this.lastTerm || (lastTerm === this.lastTerm && lastIndex >= this.lastIndex);
  }

  setTerm(term: number, vote: number | null): void {
    this.#image.term = term;
    this.#image.vote = vote;
    this.#save();
  }

  /** Puts `entries` in place of all that stands at `index` and after it. */
  write(index: number, entries: readonly Entry[]): void {
    this.#image.entries.splice(index - this.#image.start.index - 1, Infinity, ...entries);
    this.#save();
  }

  /** Stores the snapshot that ends with entry (index, term), and keeps what continues that entry. */
  replaceStart(index: number, term: number, snapshot: Json): void {
    const isContinued = this.termOf(index) === term;
    this.#image.entries = isContinued ? this.slice(index + 1, Infinity) : [];
    this.#image.start = { index, term };
    this.#persister.save(this.#image, snapshot);
  }

  #save(): void {
    this.#persister.save(this.#image);
  }
}
