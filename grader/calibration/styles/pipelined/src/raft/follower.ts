/**
 * What a leader knows of one follower, and what to send it next. It probes, one message at a time,
 * until the logs are known to meet; then it streams, several small batches ahead of the answers. A
 * refusal, or no answer for too long, puts it back to probing.
 */

/** Entries in one message, and messages that may be under way while streaming. */
export const BATCH = 16;
const WINDOW = 6;
const ANSWER_WITHIN_MS = 100;

/** A message under way, by the time it was sent. */
export interface Message {
  readonly sentAt: number;
}

export class Follower {
  match = 0;
  next: number;
  #isStreaming = false;
  /** The unanswered messages of this round. A round ends when what it has sent is given up. */
  #pending = new Set<Message>();

  constructor(next: number) {
    this.next = next;
  }

  get canTakeMore(): boolean {
    return this.#pending.size < (this.#isStreaming ? WINDOW : 1);
  }

  /** Notes a message with `count` entries from `next` on; hands back what names it when answered. */
  sent(count: number, now: number): Message {
    const message = { sentAt: now };
    this.#pending.add(message);
    if (this.#isStreaming) this.next += count;
    return message;
  }

  /** The message will not be answered. */
  lost(message: Message): void {
    if (this.#pending.has(message)) this.#giveUp();
  }

  accepted(message: Message, match: number): void {
    this.#pending.delete(message);
    this.#isStreaming = true;
    this.match = Math.max(this.match, match);
    this.next = Math.max(this.next, this.match + 1);
  }

  /** Refused at `prev`; the follower's log ends at `last`. Tries half way down to what is known. */
  refused(message: Message, prev: number, last: number, floor: number): void {
    if (this.#isStreaming) return this.lost(message); // it has overtaken another, or that one is lost
    if (prev !== this.next - 1) return; // the answer to a question that is settled

    this.#pending.clear();
    const known = Math.max(this.match, floor);
    const half = prev > known ? Math.floor((known + prev) / 2) : prev - 1;
    this.next = Math.max(this.match, Math.min(half, last)) + 1;
  }

  /** Called at each heartbeat. */
  expire(now: number): void {
    for (const { sentAt } of this.#pending) {
      if (now - sentAt >= ANSWER_WITHIN_MS) return this.#giveUp();
    }
  }

  #giveUp(): void {
    this.#pending.clear();
    if (this.#isStreaming) this.next = this.match + 1;
    this.#isStreaming = false;
  }
}
