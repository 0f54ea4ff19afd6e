/** The log as lines of text: what a snapshot holds is no longer in it. */

/** A command's JSON text with its term. */
export interface Line {
  readonly t: number;
  readonly c: string;
}

export class Journal {
  /** The last line that the snapshot holds. */
  upTo: number;
  upToTerm: number;
  #lines: Line[];

  constructor(upTo = 0, upToTerm = 0, lines: readonly Line[] = []) {
    this.upTo = upTo;
    this.upToTerm = upToTerm;
    this.#lines = [...lines];
  }

  get last(): number {
    return this.upTo + this.#lines.length;
  }

  get lastTerm(): number {
    return this.termOf(this.last);
  }

  /** The term of a line; -1 where this journal has none, or no longer. */
  termOf(line: number): number {
    return line === this.upTo ? this.upToTerm : (this.#lines[line - this.upTo - 1]?.t ?? -1);
  }

  commandOf(line: number): string {
    return this.#lines[line - this.upTo - 1]?.c ?? 'null';
  }

  add(line: Line): void {
    this.#lines.push(line);
  }

  /** At most `count` lines from `first` on. */
  read(first: number, count: number): Line[] {
    const from = first - this.upTo - 1;
    return this.#lines.slice(from, from + count);
  }

  /** Whether a journal that ends so is at least as new as this one. */
  isCoveredBy(last: number, lastTerm: number): boolean {
    return lastTerm > this.lastTerm || (lastTerm === this.lastTerm && last >= this.last);
  }

  /** Takes lines that follow line `after`; whether any was new. Only one that differs cuts. */
  take(after: number, lines: readonly Line[]): boolean {
    for (const [offset, { t }] of lines.entries()) {
      const line = after + 1 + offset;
      if (line <= this.upTo || this.termOf(line) === t) continue;
      this.#lines = [...this.#lines.slice(0, line - this.upTo - 1), ...lines.slice(offset)];
      return true;
    }
    return false;
  }

  /** Drops what a snapshot holds; lines behind it stay only if they follow its very last one. */
  startAfter(upTo: number, upToTerm: number): void {
    const isContinued = this.termOf(upTo) === upToTerm;
    this.#lines = isContinued ? this.#lines.slice(upTo - this.upTo) : [];
    this.upTo = upTo;
    this.upToTerm = upToTerm;
  }

  /** One line of text for where it begins, and one for each of its lines. */
  print(): string {
    const lines = this.#lines.map(({ t, c }) => `${t} ${c}`);
    return [`${this.upTo} ${this.upToTerm}`, ...lines].join('\n');
  }

  static parse(text: string): Journal {
    const [start = '0 0', ...lines] = text.split('\n');
    const [upTo = 0, upToTerm = 0] = start.split(' ').map(Number);
    const parsed = lines.map((line) => {
      const space = line.indexOf(' ');
      return { t: Number(line.slice(0, space)), c: line.slice(space + 1) };
    });
    return new Journal(upTo, upToTerm, parsed);
  }
}
