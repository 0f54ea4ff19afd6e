import type { EffectPlace } from '../faults/recording.ts';
import type { Deed } from '../vocabulary/server.ts';
import type { Asks } from './asks.ts';
import type { Calls } from './calls.ts';
import type { Course } from './course.ts';
import type { Call, Delivery } from './due.ts';
import type { CrashPlan } from './observer.ts';
import { excessOf } from './hoard.ts';
import type { Processes } from './processes.ts';
import type { RandomCrashes } from './random-crashes.ts';
import { clockUs, type Slot } from './slot.ts';
import { setTimer } from './timers.ts';
import type { Witnesses } from './witnesses.ts';

interface StepsOptions {
  readonly course: Course;
  readonly witnesses: Witnesses;
  readonly processes: Processes;
  readonly calls: Calls;
  readonly asks: Asks;
  readonly randomCrashes: RandomCrashes;
}

/** A crash that cuts a step short, and after which of its effects. */
export interface CutShort {
  readonly place: EffectPlace;
  readonly crash: CrashPlan;
}

/** Steps of processes: an event goes in, and the effects that come out are carried out one by one. */
export class ProcessSteps {
  /** Steps taken so far. */
  taken = 0;
  private readonly course: Course;
  private readonly witnesses: Witnesses;
  private readonly processes: Processes;
  private readonly calls: Calls;
  private readonly asks: Asks;
  private readonly randomCrashes: RandomCrashes;

  constructor(options: StepsOptions) {
    this.course = options.course;
    this.witnesses = options.witnesses;
    this.processes = options.processes;
    this.calls = options.calls;
    this.asks = options.asks;
    this.randomCrashes = options.randomCrashes;
  }

  /**
   * Hands an event to a process and carries out what it does; nothing happens when the process is down.
   * Returns the crash that must come now, before the next effect; null when there is none.
   */
  take(delivery: Delivery): CutShort | null {
    const { process, event, repliesTo } = delivery;
    const slot = this.processes.slot(process);
    const { server, incarnation } = slot;
    if (server === null) return null;
    this.taken++;
    this.witnesses.stepBegins(delivery);
    const method = 'method' in event ? event.method : repliesTo;
    for (const effect of server.step(event, clockUs(slot, this.course.nowUs), slot.dateAheadUs)) {
      // What is logged is no part of the run: it has no number, and no crash can follow it.
      if (effect.kind === 'log') {
        this.witnesses.logged(process, effect);
        continue;
      }
      const place = { number: slot.effects++, effect: effect.kind, event: event.kind, method };
      const request = effect.kind === 'respond' ? slot.inbound.get(effect.call) : undefined;
      this.witnesses.effectComes(process, effect, slot.disk);
      this.carryOut(process, slot, effect);
      if (this.course.verdict !== null) return null;
      const crash = this.crashAfter(process, effect, place, request);
      if (this.course.verdict !== null) return null;
      if (crash !== null) return { place, crash };
      // Somebody who saw the effect may have crashed the process, and even started it again.
      if (slot.incarnation !== incarnation || slot.server === null) return null;
    }
    this.refuseExcess(slot);
    return null;
  }

  private refuseExcess(slot: Slot): void {
    const { course, calls } = this;
    const hoard = {
      waiting: course.waiting,
      sentBytes: calls.bytes,
      recordBytes: slot.disk.recordBytes,
    };
    const excess = excessOf(hoard);
    if (excess === null) return;
    course.finish({ kind: 'overrun', message: `${slot.name}: ${excess}`, atUs: course.nowUs });
  }

  /** Between two effects is where a crash hurts most: saved but not answered, answered but not sent. */
  private crashAfter(
    process: number,
    effect: Deed,
    place: EffectPlace,
    request: Call | undefined,
  ): CrashPlan | null {
    const crash = this.witnesses.effectDone(process, effect, place, request);
    if (!this.course.chaos) return null;
    return crash ?? this.randomCrashes.draw(process, place.number);
  }

  private carryOut(process: number, slot: Slot, effect: Deed): void {
    const { course } = this;
    switch (effect.kind) {
      case 'send':
        return this.calls.send(process, effect);
      case 'respond':
        return this.calls.respond(process, effect.call, effect.reply);
      case 'save':
        return slot.disk.save(effect.state, effect.snapshot);
      case 'write':
        return slot.disk.write(effect.records);
      case 'set-timer':
        return setTimer(course, slot, { process, timer: effect.timer, delayUs: effect.delayUs });
      case 'clear-timer':
        slot.timers.delete(effect.timer);
        return;
      case 'return':
        return this.asks.answer(effect.invocation, effect.value);
      case 'fail': {
        const { message, stack } = effect;
        return course.finish({
          kind: 'crashed',
          server: process,
          message,
          stack,
          atUs: course.nowUs,
        });
      }
      case 'flood': {
        const message = `${slot.name}: ${effect.message}`;
        return course.finish({ kind: 'overrun', message, atUs: course.nowUs });
      }
      // They concern only who watches.
      case 'emit':
      case 'observe':
        return;
    }
  }
}
