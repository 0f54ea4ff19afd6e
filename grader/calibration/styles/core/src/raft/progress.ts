/** What a leader knows of one follower. It probes until logs are known to meet, then runs ahead. */
const WINDOW = 4;

export class Progress {
  match = 0;
  next: number;
  #isProbing = true;
  #inFlight = 0;
  #wasHeard = true;

  constructor(next: number) {
    this.next = next;
  }

  get isFull(): boolean {
    return this.#inFlight >= (this.#isProbing ? 1 : WINDOW);
  }

  sent(count: number): void {
    this.#inFlight += 1;
    if (!this.#isProbing) this.next += count;
  }

  /** The message under way is a snapshot: nothing follows it before it is answered. */
  sentSnapshot(): void {
    this.#isProbing = true;
    this.#inFlight += 1;
  }

  accepted(match: number): void {
    this.#wasHeard = true;
    this.#isProbing = false;
    this.#inFlight = Math.max(0, this.#inFlight - 1);
    this.match = Math.max(this.match, match);
    this.next = Math.max(this.next, this.match + 1);
  }

  /** Whether the refusal of `prevIndex` moves the search on, to `next` or as far back as may be. */
  refused(prevIndex: number, next: number): boolean {
    this.#wasHeard = true;
    const isNews = this.#isProbing ? prevIndex === this.next - 1 : prevIndex > this.match;
    if (!isNews) return false;
    const before = this.next;
    this.#probe(Math.max(this.match + 1, Math.min(next, prevIndex)));
    return this.next < before;
  }

  /** At each heartbeat: what was not answered since the last one is taken for lost. */
  beat(): void {
    if (!this.#wasHeard || this.#isProbing)
      this.#probe(this.#isProbing ? this.next : this.match + 1);
    this.#wasHeard = false;
  }

  #probe(next: number): void {
    this.#isProbing = true;
    this.#inFlight = 0;
    this.next = next;
  }
}
