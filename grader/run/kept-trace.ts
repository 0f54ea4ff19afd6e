import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import { callOf, isLineWanted, type RowFilter } from '../../harness/story/filter.ts';

/** Lines of logs that a trace in memory keeps: far more than anybody reads, and with all objects about 60 MB. */
export const KEPT_LINES_MAX = 100_000;
/** Letters of these lines: 64 MB at most. */
const KEPT_LETTERS_MAX = 32_000_000;

/** Lines of logs that were kept no longer, the oldest first. */
export interface Forgotten {
  readonly lines: number;
  /** When the last of them was logged. */
  readonly untilUs: number;
  /** How many came after them, and are kept. */
  readonly kept: number;
}

/**
 * The trace of a run in memory. Whatever the servers log, it has room for it: of too many lines the oldest are
 * forgotten, since a failure is found out at the end.
 */
export class KeptTrace {
  private kept: TraceEvent[] = [];
  private readonly wanted: RowFilter;
  private readonly linesMax: number;
  private readonly lettersMax: number;
  private lines = 0;
  private letters = 0;
  private lost: Omit<Forgotten, 'kept'> | null = null;
  private call = '';

  /** `wanted` are the lines of logs to keep. */
  constructor(wanted: RowFilter = {}, linesMax = KEPT_LINES_MAX, lettersMax = KEPT_LETTERS_MAX) {
    this.wanted = wanted;
    this.linesMax = linesMax;
    this.lettersMax = lettersMax;
  }

  get events(): readonly TraceEvent[] {
    this.forget();
    return this.kept;
  }

  get forgotten(): Forgotten | null {
    this.forget();
    return this.lost === null ? null : { ...this.lost, kept: this.lines };
  }

  add(event: TraceEvent): void {
    if (event.kind === 'event') this.call = callOf(event);
    const text = textOf(event);
    if (text === null) return void this.kept.push(event);
    const { atUs, server: process } = event as TraceEvent & { kind: 'effect' };
    if (!isLineWanted(this.wanted, { atUs, process, call: this.call, text })) return;
    this.kept.push(event);
    this.lines++;
    this.letters += text.length;
    // Twice as many come together before they are gone through, so that each is looked at about once.
    if (this.lines > 2 * this.linesMax || this.letters > 2 * this.lettersMax) this.forget();
  }

  /** Takes out the oldest lines until the others are no more than there is room for. */
  private forget(): void {
    if (this.lines <= this.linesMax && this.letters <= this.lettersMax) return;
    this.kept = this.kept.filter((event) => {
      if (this.lines <= this.linesMax && this.letters <= this.lettersMax) return true;
      const text = textOf(event);
      if (text === null) return true;
      this.lines--;
      this.letters -= text.length;
      this.lost = { lines: (this.lost?.lines ?? 0) + 1, untilUs: event.atUs };
      return false;
    });
  }
}

function textOf(event: TraceEvent): string | null {
  return event.kind === 'effect' && event.effect.kind === 'log' ? event.effect.text : null;
}
