import type { Moment } from '../vocabulary/time.ts';
import type { Verdict } from '../vocabulary/verdict.ts';
import type { Due } from './due.ts';
import { EventQueue } from './event-queue.ts';

/** How far a run is: its virtual time, what is still to come, its phase and its end. */
export class Course {
  /** Faults strike and messages are held back only while this holds; the heal phase of a run ends it. */
  chaos = true;
  /** Null as long as the run goes on. */
  verdict: Verdict | null = null;
  private timeUs = 0;
  /** Events that are over at this instant. Invariant: 0 whenever `timeUs` has just changed. */
  private eventsAtNow = 0;
  /** Invariant: nothing in it is due before now. */
  private readonly queue = new EventQueue<Due>();

  /** Virtual time in microseconds; it never goes back. */
  get nowUs(): number {
    return this.timeUs;
  }

  /** Between which two of its events the run is. */
  get moment(): Moment {
    return { atUs: this.timeUs, after: this.eventsAtNow };
  }

  /** The moment at which the next event will begin; its time is infinity when there is none. */
  get nextMoment(): Moment {
    const atUs = this.queue.nextTimeUs();
    return { atUs, after: atUs === this.timeUs ? this.eventsAtNow : 0 };
  }

  /** How much is still to come: messages on their way, timers that were set, those cleared since included. */
  get waiting(): number {
    return this.queue.length;
  }

  /** Lets something happen after so much virtual time, behind what is due at the same time already. */
  schedule(afterUs: number, due: Due): void {
    this.queue.push(this.timeUs + afterUs, due);
  }

  /** Comes to the time of the next event and takes it out; undefined when there is none. */
  next(): Due | undefined {
    const timeUs = this.queue.nextTimeUs();
    const due = this.queue.pop();
    if (due !== undefined) this.moveTo(timeUs);
    return due;
  }

  moveTo(timeUs: number): void {
    if (timeUs <= this.timeUs) return;
    this.timeUs = timeUs;
    this.eventsAtNow = 0;
  }

  /** An event is over. Planned faults come from outside: they are between events and do not count. */
  countEvent(): void {
    this.eventsAtNow++;
  }

  /** Ends the run, unless it is over already. */
  finish(verdict: Verdict): void {
    this.verdict ??= verdict;
  }
}
