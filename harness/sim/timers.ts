import type { Course } from './course.ts';
import type { Delivery, Timer } from './due.ts';
import type { Slot } from './slot.ts';

/** More timers than this on one process at one instant: it will never let time pass. */
const TIMERS_AT_ONE_INSTANT_MAX = 1_000;

/** Sets a timer of the incarnation that runs; the delay is in microseconds of its own clock. */
export function setTimer(
  course: Course,
  slot: Slot,
  { process, timer, delayUs }: { process: number; timer: number; delayUs: number },
): void {
  slot.timers.add(timer);
  const ownUs = delayUs * slot.slowness;
  const worldUs = Math.floor((ownUs * 1_000_000) / (1_000_000 + slot.driftPerMillion));
  const { incarnation } = slot;
  course.schedule(worldUs, { kind: 'timer', process, incarnation, timer });
}

/**
 * The time of a timer has come: returns what its process hears now; null if nothing. A process that sets
 * timers without end ends the run.
 */
export function fireTimer(course: Course, slot: Slot, due: Timer): Delivery | null {
  const { process, incarnation, timer } = due;
  if (slot.incarnation !== incarnation || !slot.timers.has(timer)) return null;
  if (slot.paused) {
    slot.backlog.push(due);
    return null;
  }
  slot.timers.delete(timer);
  if (slot.timersFiredUs !== course.nowUs) slot.timersFired = 0;
  slot.timersFiredUs = course.nowUs;
  if (++slot.timersFired > TIMERS_AT_ONE_INSTANT_MAX) {
    const message =
      `${slot.name} fired ${TIMERS_AT_ONE_INSTANT_MAX} timers without letting time pass: ` +
      'a timer of 0 ms is set again and again; wait at least 1 ms';
    course.finish({ kind: 'overrun', message, atUs: course.nowUs });
    return null;
  }
  return { process, event: { kind: 'timer', timer }, from: process, repliesTo: '' };
}
