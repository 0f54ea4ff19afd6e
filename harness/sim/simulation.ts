import type { Recorder } from '../faults/recorder.ts';
import { endOf, type Fault, type PlannedFault } from '../vocabulary/fault.ts';
import { utf8Bytes } from '../vocabulary/json-size.ts';
import { NETWORKS, type NetworkName } from '../vocabulary/network-preset.ts';
import { Random } from '../vocabulary/random.ts';
import type { EffectPlace } from '../vocabulary/recording.ts';
import type { Script } from '../vocabulary/script.ts';
import type { Effect, ServerContract, ServerEvent, ServerFactory } from '../vocabulary/server.ts';
import type { Moment } from '../vocabulary/time.ts';
import type { TraceEvent } from '../vocabulary/trace-event.ts';
import type { Verdict } from '../vocabulary/verdict.ts';
import { Asks, type Ask } from './asks.ts';
import { Calls } from './calls.ts';
import { EventQueue } from './event-queue.ts';
import { Network } from './network.ts';
import type { Crash, Observer } from './observer.ts';
import {
  bootOf,
  clockUs,
  emptyDisk,
  newSlot,
  setDrift,
  type Disk,
  type ProcessSpec,
  type Slot as ProcessSlot,
} from './process.ts';
import type { Call, Queued } from './queued.ts';
import { RandomCrashes } from './random-crashes.ts';
import { ScriptRunner } from './script-runner.ts';
import { strike, type Breakable } from './strike.ts';
import { TraceHash } from './trace-hash.ts';

type Slot = ProcessSlot<Queued, Call>;

export type { Observer } from './observer.ts';

/** A program that processes run: what is asked of it, and where its incarnations come from. */
export interface SimulatedProgram {
  readonly contract: ServerContract;
  readonly factory: ServerFactory;
}

export interface SimulationOptions {
  readonly seed: number;
  readonly processes: readonly ProcessSpec[];
  /** By the names that `processes` use. */
  readonly programs: Readonly<Record<string, SimulatedProgram>>;
  readonly network: NetworkName;
  /** A call to a process that is down or cut off gives up within this time; 7,000 by default. */
  readonly giveUpMs?: number;
  /** Bytes of the heap in use, measured now; for labs that limit what a server remembers. */
  readonly heapBytes?: () => number;
  readonly plan: readonly PlannedFault[];
  /** Called with every line of the trace, when somebody wants to read it. */
  readonly record?: (event: TraceEvent) => void;
  /** Takes down what comes in from outside, when somebody wants to play it again. */
  readonly recorder?: Recorder;
}

/** What stands for each kind of effect in the fingerprint of a run. */
const EFFECT_CODES: Readonly<Record<Effect['kind'], number>> = {
  send: 1,
  respond: 2,
  save: 3,
  'set-timer': 4,
  'clear-timer': 5,
  emit: 6,
  return: 7,
  observe: 8,
  log: 9,
  fail: 10,
  flood: 11,
};

/**
 * A run that needs more events than this is an overrun: correct solutions need up to 200,000, where 100,000
 * clients come one after the other.
 */
const EVENTS_MAX = 600_000;
/** More timers than this on one server at one instant: it will never let time pass. */
const TIMERS_AT_ONE_INSTANT_MAX = 1_000;

/** The simulated world of one run: servers, clock, network and disks, driven by one event queue. */
export class Simulation implements Breakable {
  nowUs = 0;
  events = 0;
  readonly network: Network;
  readonly calls: Calls;
  verdict: Verdict | null = null;
  /** Faults strike only while this holds; the heal phase of a run ends it. */
  chaos = true;
  /** How often each adversary reached its last step: one that never does proves nothing. */
  readonly reached = new Map<string, number>();
  private readonly options: SimulationOptions;
  private readonly slots: Slot[];
  private readonly queue = new EventQueue<Queued>();
  private readonly hash = new TraceHash();
  private readonly observers: Observer[] = [];
  private readonly random: Random;
  /** Events and steps so far: a script's own calls are work too. */
  private work = 0;
  /** Events that are over at this instant; planned faults come from outside and do not count. */
  private eventsAtNow = 0;
  /** Whether what is called now is called by the service above a server, not from outside. */
  private isServing = false;
  private readonly asks = new Asks();
  private readonly script = new ScriptRunner();
  private readonly randomCrashes: RandomCrashes;

  constructor(options: SimulationOptions) {
    this.options = options;
    this.random = new Random(options.seed, 'simulation');
    this.randomCrashes = new RandomCrashes(this.random);
    const { processes, giveUpMs } = options;
    this.network = new Network({
      servers: processes.length,
      devices: processes.flatMap(({ isDevice }, number) => (isDevice === true ? [number] : [])),
      preset: NETWORKS[options.network],
      random: new Random(options.seed, 'network'),
      ...(giveUpMs === undefined ? {} : { giveUpMs }),
    });
    this.slots = processes.map(() => newSlot());
    this.calls = new Calls({
      world: this,
      slots: this.slots,
      network: this.network,
      queue: this.queue,
      random: this.random,
      observers: this.observers,
      recorder: options.recorder,
      record: options.record,
      step: (process, event, from, method) => this.step(process, event, from, method),
    });
    for (const { atUs, fault } of options.plan) {
      this.queue.push({ timeUs: atUs, order: 0, kind: 'fault', fault, isPlanned: true });
    }
  }

  /** How many processes there are. */
  get servers(): number {
    return this.processes.length;
  }

  get processes(): readonly ProcessSpec[] {
    return this.options.processes;
  }

  /** Bytes of the heap in use; undefined where nobody measures it. */
  heapBytes(): number | undefined {
    return this.options.heapBytes?.();
  }

  get traceHash(): string {
    return this.hash.digest();
  }

  /** Where the run is: between which two of its events. */
  get moment(): Moment {
    return { atUs: this.nowUs, after: this.eventsAtNow };
  }

  observe(observer: Observer): void {
    this.observers.push(observer);
  }

  /** Boots every server and hands the run to `script`. */
  begin(script: Script): void {
    for (let server = 0; server < this.servers && this.verdict === null; server++) {
      this.boot(server);
    }
    this.script.begin(script);
    if (this.verdict === null) this.goOn();
  }

  /**
   * Runs until that many events and steps of servers are done since the beginning; true while the run
   * is not over. Where it stops on the way makes no difference to the run.
   */
  advance(upTo: number = Number.POSITIVE_INFINITY): boolean {
    while (this.work < upTo && this.verdict === null) {
      this.work++;
      if (this.script.hasCome()) this.goOn();
      else if (this.isTimeToGoOn()) {
        this.moveTo(this.script.wakeAtUs);
        this.goOn();
      } else this.next();
    }
    return this.verdict === null;
  }

  private isTimeToGoOn(): boolean {
    const nextUs = this.queue.nextTimeUs();
    return this.script.isTime(nextUs, nextUs === this.nowUs ? this.eventsAtNow : 0);
  }

  private moveTo(timeUs: number): void {
    if (timeUs <= this.nowUs) return;
    this.nowUs = timeUs;
    this.eventsAtNow = 0;
  }

  isUp(server: number): boolean {
    return this.slot(server).server !== null;
  }

  isPaused(server: number): boolean {
    return this.slot(server).paused;
  }

  incarnation(server: number): number {
    return this.slot(server).incarnation;
  }

  disk(server: number): Readonly<Disk> {
    return this.slot(server);
  }

  /**
   * The service on `server` calls a method that answers at once; undefined when the server is down,
   * paused, or died of it.
   */
  invoke(server: number, method: string, args: readonly unknown[]): string | undefined {
    if (this.isPaused(server)) return undefined;
    let value: string | undefined;
    const done: Ask['done'] = (answer) => {
      value = answer ?? undefined;
    };
    const invocation = this.call('invoke', { process: server, method, args, done });
    if (invocation !== null) this.asks.take(invocation);
    return value;
  }

  /**
   * Calls a method of a process. `done` gets the JSON text of what it returns, or of what its promise
   * resolves to, as soon as it does; null when the process is down, or crashes first. It may only
   * take a note: the process is in the middle of a step.
   */
  ask(process: number, method: string, args: readonly unknown[], done: Ask['done']): void {
    this.call('ask', { process, method, args, done });
  }

  private call(kind: 'invoke' | 'ask', ask: Ask): number | null {
    const { process, method } = ask;
    const slot = this.slot(process);
    if (slot.server === null || this.verdict !== null) {
      ask.done(null);
      return null;
    }
    const invocation = this.asks.add(ask);
    for (const observer of this.observers) {
      observer.called?.(process, method, ask.args, invocation);
    }
    const args = JSON.stringify(ask.args);
    if (!this.isServing) this.options.recorder?.called(this.moment, kind, process, method, args);
    const event = { kind: 'invoke', invocation, method, args } as const;
    if (slot.paused) this.soon(process, 0, () => this.step(process, event, process));
    else this.step(process, event, process);
    return invocation;
  }

  /** The service above `server` will act after `afterUs`, unless that incarnation is dead by then. */
  soon(server: number, afterUs: number, act: () => void): void {
    const { incarnation } = this.slot(server);
    const timeUs = this.nowUs + afterUs;
    this.queue.push({ timeUs, order: 0, kind: 'service', server, incarnation, act });
  }

  /** Carries out a fault now. Faults of the chaos phase do nothing after it. */
  inject(fault: Fault): void {
    if (!this.chaos) return;
    this.options.recorder?.add({ kind: 'fault', at: this.moment, fault });
    this.strike(fault);
  }

  private strike(fault: Fault): void {
    if (!this.chaos) return;
    this.hash.text(fault.kind);
    this.options.record?.({ kind: 'fault', atUs: this.nowUs, fault });
    strike(this, fault);
    for (const observer of this.observers) observer.struck?.(fault);
    const end = endOf(fault);
    if (end === null) return;
    // An end that was taken from a run has fractions of a millisecond.
    const timeUs = this.nowUs + Math.round(end.afterMs * 1_000);
    this.queue.push({ timeUs, order: 0, kind: 'fault', fault: end.fault, isPlanned: false });
  }

  /** Ends the chaos: every cut is healed, every server runs, held messages go on. */
  heal(): void {
    this.options.recorder?.add({ kind: 'heal', at: this.moment });
    this.options.record?.({ kind: 'heal', atUs: this.nowUs });
    this.chaos = false;
    this.randomCrashes.set(0, undefined);
    this.network.healAll();
    this.network.preset = NETWORKS.reliable;
    this.calls.release();
    for (let server = 0; server < this.servers; server++) {
      const slot = this.slot(server);
      setDrift(slot, this.nowUs, 0);
      if (slot.paused) this.resume(server);
      if (slot.server === null) this.boot(server);
    }
  }

  finish(verdict: Verdict): void {
    this.verdict ??= verdict;
  }

  private slot(server: number): Slot {
    const slot = this.slots[server];
    if (slot === undefined) throw new Error(`there is no server ${server} of ${this.servers}`);
    return slot;
  }

  private goOn(): void {
    const verdict = this.script.goOn(this.nowUs);
    if (verdict !== null) this.finish(verdict);
  }

  private next(): void {
    const item = this.queue.pop();
    if (item === undefined) return;
    this.moveTo(item.timeUs);
    if (++this.events > EVENTS_MAX) {
      const message = `more than ${EVENTS_MAX} events: servers send or set timers without end`;
      this.finish({ kind: 'overrun', message, atUs: this.nowUs });
      return;
    }
    this.dispatch(item);
    if (item.kind !== 'fault' || !item.isPlanned) this.eventsAtNow++;
  }

  private dispatch(item: Queued): void {
    switch (item.kind) {
      case 'request':
        return this.calls.deliverRequest(item);
      case 'reply':
        return this.calls.deliverReply(item);
      case 'timer':
        return this.fireTimer(item);
      case 'fault':
        return item.isPlanned ? this.inject(item.fault) : this.strike(item.fault);
      case 'service':
        return this.serve(item);
    }
  }

  private serve(item: Queued & { kind: 'service' }): void {
    const slot = this.slot(item.server);
    if (slot.incarnation !== item.incarnation || slot.server === null) return;
    if (slot.paused) return void slot.backlog.push(item);
    this.isServing = true;
    try {
      item.act();
    } finally {
      this.isServing = false;
    }
  }

  private fireTimer(item: Queued & { kind: 'timer' }): void {
    const slot = this.slot(item.server);
    if (slot.incarnation !== item.incarnation || !slot.timers.has(item.timer)) return;
    if (slot.paused) return void slot.backlog.push(item);
    slot.timers.delete(item.timer);
    if (slot.timerEventsTimeUs !== this.nowUs) slot.timerEventsAtNow = 0;
    slot.timerEventsTimeUs = this.nowUs;
    if (++slot.timerEventsAtNow > TIMERS_AT_ONE_INSTANT_MAX) {
      const message =
        `server ${item.server} fired ${TIMERS_AT_ONE_INSTANT_MAX} timers without letting time pass: ` +
        'a timer of 0 ms is set again and again; wait at least 1 ms';
      this.finish({ kind: 'overrun', message, atUs: this.nowUs });
      return;
    }
    this.step(item.server, { kind: 'timer', timer: item.timer }, item.server);
  }

  boot(server: number): void {
    const slot = this.slot(server);
    slot.incarnation++;
    const spec = this.processes[server] as ProcessSpec;
    const { contract, factory } = this.program(spec);
    const randomSeed = this.random.bits(server, slot.incarnation, 9);
    const boot = bootOf(this.processes, server, { contract, randomSeed, disk: slot });
    slot.server = factory.create(boot);
    this.options.record?.({ kind: 'restart', atUs: this.nowUs, server });
    for (const observer of this.observers) observer.restarted?.(server);
    this.step(server, { kind: 'boot' }, server);
  }

  private program({ name, program }: ProcessSpec): SimulatedProgram {
    const found = this.options.programs[program];
    if (found !== undefined) return found;
    throw new Error(`the process ${name} runs '${program}', which the lab does not have`);
  }

  crash(server: number): void {
    const slot = this.slot(server);
    if (slot.server === null) return;
    slot.server.stop();
    slot.server = null;
    slot.paused = false;
    slot.timers.clear();
    for (const item of slot.backlog) if (item.kind === 'request') this.calls.giveUp(item.call);
    slot.backlog.length = 0;
    for (const call of slot.inbound.values()) this.calls.giveUp(call);
    slot.inbound.clear();
    for (const ask of this.asks.takeAll(server)) ask.done(null);
    this.options.record?.({ kind: 'crash', atUs: this.nowUs, server });
    for (const observer of this.observers) observer.crashed?.(server);
  }

  private step(server: number, event: ServerEvent, from: number, replyMethod = ''): void {
    const method = 'method' in event ? event.method : replyMethod;
    const slot = this.slot(server);
    if (slot.server === null) return;
    this.work++;
    this.hash.number(this.nowUs);
    this.hash.number(server);
    const line = { atUs: this.nowUs, server, event, from, method: replyMethod };
    this.options.record?.({ kind: 'event', ...line });
    const incarnation = slot.incarnation;
    for (const effect of slot.server.step(event, clockUs(slot, this.nowUs))) {
      const number = slot.effects++;
      const request = effect.kind === 'respond' ? slot.inbound.get(effect.call) : undefined;
      this.carryOut(server, slot, effect);
      if (this.verdict !== null) return;
      // Between two effects is where a crash hurts most: saved but not answered, answered but not sent.
      const place = { number, effect: effect.kind, event: event.kind, method };
      const crash = this.crashAfter(server, effect, place, request);
      if (this.verdict !== null) return;
      if (crash !== null) this.crashBetween(server, place, crash);
      if (slot.incarnation !== incarnation || slot.server === null) return;
    }
  }

  private crashAfter(
    server: number,
    effect: Effect,
    place: EffectPlace,
    request: Call | undefined,
  ): Crash | null {
    let crash: Crash | null = null;
    for (const observer of this.observers) {
      const wanted = observer.effect?.(server, effect, place, request) ?? false;
      if (wanted !== false) crash = wanted === true ? {} : wanted;
    }
    if (!this.chaos) return null;
    return crash ?? this.randomCrashes.draw(server, place.number);
  }

  private crashBetween(server: number, place: EffectPlace, crash: Crash): void {
    const at = this.moment;
    this.options.recorder?.add({ kind: 'crash-after-effect', at, server, place, ...crash });
    if (crash.restartAfterMs === undefined) this.crash(server);
    else this.strike({ kind: 'crash', server, ...crash });
  }

  private carryOut(server: number, slot: Slot, effect: Effect): void {
    this.options.record?.({ kind: 'effect', atUs: this.nowUs, server, effect });
    this.hash.number(EFFECT_CODES[effect.kind]);
    switch (effect.kind) {
      case 'send':
        this.hash.number(effect.to);
        this.hash.text(effect.method);
        this.hash.text(effect.args);
        return this.calls.send(server, effect);
      case 'respond':
        this.hash.text(effect.reply);
        return this.calls.respond(server, effect.call, effect.reply);
      case 'save':
        return this.save(slot, effect.state, effect.snapshot);
      case 'set-timer':
        return this.setTimer(server, slot, effect.timer, effect.delayUs);
      case 'clear-timer':
        slot.timers.delete(effect.timer);
        return;
      case 'return':
        this.hash.text(effect.value);
        return this.answer(effect.invocation, effect.value);
      case 'emit':
      case 'observe':
        return this.hash.text(effect.value);
      case 'log':
        return this.hash.text(effect.text);
      case 'fail': {
        const { message, stack } = effect;
        return this.finish({ kind: 'crashed', server, message, stack, atUs: this.nowUs });
      }
      case 'flood': {
        const message = `server ${server}: ${effect.message}`;
        return this.finish({ kind: 'overrun', message, atUs: this.nowUs });
      }
    }
  }

  private answer(invocation: number, value: string): void {
    const ask = this.asks.take(invocation);
    if (ask === undefined) return;
    const { process, method, args, done } = ask;
    for (const observer of this.observers) {
      observer.returned?.(process, method, args, value, invocation);
    }
    done(value);
  }

  private save(slot: Slot, state: string, snapshot: string | null): void {
    this.hash.replacement(slot.state ?? '', state);
    slot.state = state;
    slot.stateBytes = utf8Bytes(state);
    if (snapshot === null) return;
    this.hash.text(snapshot);
    slot.snapshot = snapshot;
    slot.snapshotBytes = utf8Bytes(snapshot);
  }

  private setTimer(server: number, slot: Slot, timer: number, delayUs: number): void {
    slot.timers.add(timer);
    const worldUs = Math.floor((delayUs * 1_000_000) / (1_000_000 + slot.driftPerMillion));
    const { incarnation } = slot;
    this.queue.push({
      timeUs: this.nowUs + worldUs,
      order: 0,
      kind: 'timer',
      server,
      incarnation,
      timer,
    });
  }

  loseDisk(server: number): void {
    Object.assign(this.slot(server), emptyDisk());
  }

  pause(server: number): void {
    if (this.isUp(server)) this.slot(server).paused = true;
  }

  drift(server: number, partsPerMillion: number): void {
    setDrift(this.slot(server), this.nowUs, partsPerMillion);
  }

  crashBetweenEffects(perMillion: number, among: readonly number[] | undefined): void {
    this.randomCrashes.set(perMillion, among);
  }

  resume(server: number): void {
    const slot = this.slot(server);
    if (!slot.paused) return;
    slot.paused = false;
    // What piled up comes in its old order, at once, behind whatever else is due now.
    for (const item of slot.backlog) this.queue.push({ ...item, timeUs: this.nowUs });
    slot.backlog.length = 0;
  }
}
