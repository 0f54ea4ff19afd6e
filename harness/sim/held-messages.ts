import type { MessageKind } from '../faults/recording.ts';
import type { Random } from '../vocabulary/random.ts';
import type { Course } from './course.ts';
import type { Message } from './due.ts';
import type { Witnesses } from './witnesses.ts';

/** What a held message is chosen by. */
export type Choose = (
  from: number,
  to: number,
  method: string,
  half: 'request' | 'reply',
) => boolean;

/** Held messages that are let go arrive within this time, so that they change places. */
const JITTER_US = 1_200;

/** Messages that arrived and that somebody holds back. */
export class HeldMessages {
  private readonly course: Course;
  private readonly witnesses: Witnesses;
  private readonly random: Random;
  /** How many were ever held back. */
  ever = 0;
  /** In the order in which they arrived. */
  private messages: Message[] = [];

  constructor(course: Course, witnesses: Witnesses, random: Random) {
    this.course = course;
    this.witnesses = witnesses;
    this.random = random;
  }

  get count(): number {
    return this.messages.length;
  }

  /** Keeps a message that arrives if somebody wants it held; true if it did. */
  catches(message: Message): boolean {
    if (!this.course.chaos || !this.witnesses.holds(message, kindOf(message))) return false;
    this.messages.push(message);
    this.ever++;
    return true;
  }

  /** Sends on, in random order within 1.2 ms, those that `choose` picks; returns how many. */
  release(choose: Choose): number {
    const kept: Message[] = [];
    const released: Message[] = [];
    for (const message of this.messages) {
      const { from, to, method, half } = kindOf(message);
      (choose(from, to, method, half) ? released : kept).push(message);
    }
    this.messages = kept;
    for (const message of released) {
      const kind = kindOf(message);
      this.witnesses.letGo(message, kind);
      const jitterUs = this.random.between(0, JITTER_US, kind.from, message.call.number, 11);
      this.course.schedule(jitterUs, message);
    }
    return released.length;
  }
}

function kindOf({ kind: half, call: { from, to, method } }: Message): MessageKind {
  return half === 'request' ? { from, to, half, method } : { from: to, to: from, half, method };
}
