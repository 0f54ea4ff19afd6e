import type { Fault } from '../faults/fault.ts';
import type { Recorder } from '../faults/recorder.ts';
import type { EffectPlace, MessageKind } from '../faults/recording.ts';
import type { Deed, Effect } from '../vocabulary/server.ts';
import type { Course } from './course.ts';
import type { Disk } from './disk.ts';
import type { Ask, Call, Delivery, CallHalf } from './due.ts';
import { hashEffect } from './effect-hash.ts';
import type { CrashPlan, Observer } from './observer.ts';
import type { TraceEvent } from './trace-event.ts';
import { TraceHash } from './trace-hash.ts';

/**
 * All who hear of what happens in a run: its observers, the trace and its fingerprint, and the recorder,
 * which takes down only what comes in from outside.
 */
export class Witnesses {
  private readonly course: Course;
  private readonly recorder: Recorder | undefined;
  private readonly trace: ((event: TraceEvent) => void) | undefined;
  private readonly observers: Observer[] = [];
  private readonly hash = new TraceHash();

  constructor(course: Course, recorder?: Recorder, trace?: (event: TraceEvent) => void) {
    this.course = course;
    this.recorder = recorder;
    this.trace = trace;
  }

  add(observer: Observer): void {
    this.observers.push(observer);
  }

  get traceHash(): string {
    return this.hash.digest();
  }

  /** A fault comes in from outside. */
  faultComes(fault: Fault): void {
    this.recorder?.add({ kind: 'fault', at: this.course.moment, fault });
  }

  /** A fault, or the end of one, is about to strike. */
  faultStrikes(fault: Fault): void {
    this.hash.text(fault.kind);
    this.trace?.({ kind: 'fault', atUs: this.course.nowUs, fault });
  }

  faultStruck(fault: Fault): void {
    for (const observer of this.observers) observer.struck?.(fault);
  }

  healComes(): void {
    this.recorder?.add({ kind: 'heal', at: this.course.moment });
    this.trace?.({ kind: 'heal', atUs: this.course.nowUs });
  }

  restarted(process: number): void {
    this.trace?.({ kind: 'restart', atUs: this.course.nowUs, server: process });
    for (const observer of this.observers) observer.restarted?.(process);
  }

  crashed(process: number): void {
    this.trace?.({ kind: 'crash', atUs: this.course.nowUs, server: process });
    for (const observer of this.observers) observer.crashed?.(process);
  }

  /** A process is about to take a step. */
  stepBegins({ process: server, event, from, repliesTo: method, message }: Delivery): void {
    const atUs = this.course.nowUs;
    this.hash.number(atUs);
    this.hash.number(server);
    if (this.trace === undefined) return;
    const brought = message === undefined ? {} : { message };
    this.trace({ kind: 'event', atUs, server, event, from, method, ...brought });
  }

  /** A process logged a line: that reaches the trace, and neither observers nor the fingerprint. */
  logged(process: number, effect: Effect): void {
    this.trace?.({ kind: 'effect', atUs: this.course.nowUs, server: process, effect });
  }

  /** An effect is about to be carried out. */
  effectComes(process: number, effect: Deed, disk: Readonly<Disk>): void {
    this.trace?.({ kind: 'effect', atUs: this.course.nowUs, server: process, effect });
    hashEffect(this.hash, effect, disk);
  }

  /** An effect was carried out: returns how somebody wants the process to crash after it, if anybody does. */
  effectDone(
    process: number,
    effect: Deed,
    place: EffectPlace,
    request: Call | undefined,
  ): CrashPlan | null {
    let crash: CrashPlan | null = null;
    for (const observer of this.observers) {
      const wanted = observer.effect?.(process, effect, place, request) ?? false;
      if (wanted !== false) crash = wanted === true ? {} : wanted;
    }
    return crash;
  }

  /** The process is about to crash between two effects. */
  crashComes(process: number, place: EffectPlace, crash: CrashPlan): void {
    const at = this.course.moment;
    this.recorder?.add({ kind: 'crash-after-effect', at, server: process, place, ...crash });
  }

  /** Somebody calls a method; `from` says whether it is the service above a server, or comes from outside. */
  called(kind: 'invoke' | 'ask', ask: Ask, invocation: number, from: 'outside' | 'service'): void {
    const { process, method, args } = ask;
    for (const observer of this.observers) observer.called?.(process, method, args, invocation);
    if (from === 'service') return;
    this.recorder?.called(this.course.moment, kind, process, method, JSON.stringify(args));
  }

  returned({ process, method, args }: Ask, value: string, invocation: number): void {
    for (const observer of this.observers) {
      observer.returned?.(process, method, args, value, invocation);
    }
  }

  /** Whether somebody holds back a message that arrives. */
  holds(message: CallHalf, kind: MessageKind): boolean {
    const { from, to, method, half } = kind;
    const { args } = message.call;
    const reply = message.kind === 'reply' ? message.reply : null;
    const isHeld = this.observers.some(
      (each) => each.holds?.(from, to, method, half, args, reply) === true,
    );
    this.recorder?.arrived(this.course.moment, kind, isHeld);
    if (isHeld) this.tellMessage('held', message, kind);
    return isHeld;
  }

  letGo(message: CallHalf, kind: MessageKind): void {
    this.recorder?.letGo(this.course.moment, kind);
    this.tellMessage('let-go', message, kind);
  }

  sent(message: number, kind: MessageKind, copyOf?: number): void {
    if (this.trace === undefined) return;
    const doubles = copyOf === undefined ? {} : { copyOf };
    this.trace({ kind: 'sent', atUs: this.course.nowUs, message, ...kind, ...doubles });
  }

  /** A message was lost by chance, or came to a cut or to a process that is down. */
  lost(message: number): void {
    this.trace?.({ kind: 'lost', atUs: this.course.nowUs, message });
  }

  /** A reply came to a caller that has an answer already, or does not live any more. */
  unheard(message: number): void {
    this.trace?.({ kind: 'unheard', atUs: this.course.nowUs, message });
  }

  paused(process: number): void {
    this.trace?.({ kind: 'pause', atUs: this.course.nowUs, server: process });
  }

  resumed(process: number): void {
    this.trace?.({ kind: 'resume', atUs: this.course.nowUs, server: process });
  }

  private tellMessage(kind: 'held' | 'let-go', { message }: CallHalf, what: MessageKind): void {
    if (message !== null) this.trace?.({ kind, atUs: this.course.nowUs, message, ...what });
  }
}
