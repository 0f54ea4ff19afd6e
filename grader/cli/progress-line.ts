/** What a progress line needs of a terminal; `process.stdout` is one. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const ERASE = '\r\u001B[2K';
/** How often the line is drawn again: often enough to look alive, too seldom to cost anything. */
const REFRESH_MS = 200;

/** Lines of a report with one line of progress below them, on a terminal; elsewhere the report only. */
export class ProgressLine {
  private readonly terminal: Terminal;
  private readonly words: () => string;
  private readonly timer: NodeJS.Timeout | undefined;

  /** `words` says how far it is whenever the line is drawn. */
  constructor(terminal: Terminal, words: () => string) {
    this.terminal = terminal;
    this.words = words;
    // A dumb terminal cannot erase.
    if (terminal.isTTY !== true || process.env['TERM'] === 'dumb') return;
    this.draw();
    this.timer = setInterval(() => this.draw(), REFRESH_MS);
    this.timer.unref();
  }

  print(line: string): void {
    if (this.timer === undefined) return void this.terminal.write(`${line}\n`);
    this.terminal.write(`${ERASE}${line}\n`);
    this.draw();
  }

  /** Takes the line away. */
  end(): void {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.terminal.write(ERASE);
  }

  private draw(): void {
    // A terminal that does not know its width says 0.
    const room = (this.terminal.columns || 80) - 1;
    this.terminal.write(`${ERASE}${this.words().slice(0, room)}`);
  }
}

/** Real time since `startedMs`, as a progress line shows it. */
export function elapsed(startedMs: number): string {
  return duration(performance.now() - startedMs);
}

/** A span of real time, to the second. */
export function duration(spanMs: number): string {
  const seconds = Math.floor(spanMs / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
