import type { Fault, PlannedFault } from '../faults/fault.ts';
import type { Script } from '../scenario/script.ts';
import { VerdictSignal, type Verdict } from '../scenario/verdict.ts';
import { TraceHash } from '../trace/hash.ts';
import type { TraceEvent } from '../trace/trace.ts';
import { EventQueue } from './event-queue.ts';
import { utf8Bytes } from './json-size.ts';
import { Network, NETWORKS, REPLY, REQUEST, type NetworkName } from './network.ts';
import { Random } from './random.ts';
import type { Boot, Effect, Server, ServerContract, ServerEvent, ServerFactory } from './server.ts';

/** One call from one server to another, until its caller has an answer. */
interface Call {
  readonly number: number;
  readonly from: number;
  readonly incarnation: number;
  readonly id: number;
  readonly to: number;
  readonly method: string;
  readonly args: string;
  resolved: boolean;
}

type Queued = { readonly timeUs: number; order: number } & (
  | { readonly kind: 'request'; readonly call: Call }
  | { readonly kind: 'reply'; readonly call: Call; readonly reply: string | null }
  | {
      readonly kind: 'timer';
      readonly server: number;
      readonly incarnation: number;
      readonly timer: number;
    }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | {
      readonly kind: 'service';
      readonly server: number;
      readonly incarnation: number;
      readonly act: () => void;
    }
);

interface Slot {
  server: Server | null;
  incarnation: number;
  paused: boolean;
  /** The server's own clock: what it read when its drift last changed, and when that was. */
  clockBaseUs: number;
  clockSinceUs: number;
  driftPerMillion: number;
  state: string | null;
  snapshot: string | null;
  stateBytes: number;
  snapshotBytes: number;
  readonly timers: Set<number>;
  readonly inbound: Map<number, Call>;
  readonly backlog: Queued[];
  /** Effects carried out over all incarnations: the key of the draws for crashes between them. */
  effects: number;
  /** Calls made over all incarnations. */
  calls: number;
  timerEventsAtNow: number;
  timerEventsTimeUs: number;
}

/** Someone who watches a run: the promises of a lab, an adversary. */
export interface Observer {
  /** Called after each effect was carried out. True crashes the server before its next effect. */
  effect?(server: number, effect: Effect): boolean;
  crashed?(server: number): void;
  restarted?(server: number): void;
  /** Whether to keep this message back now; `release` sends it on. */
  holds?(
    from: number,
    to: number,
    method: string,
    half: 'request' | 'reply',
    args: string,
  ): boolean;
}

export interface SimulationOptions {
  readonly seed: number;
  readonly servers: number;
  readonly network: NetworkName;
  readonly factory: ServerFactory;
  readonly contract: ServerContract;
  readonly plan: readonly PlannedFault[];
  /** Called with every line of the trace, when somebody wants to read it. */
  readonly record?: (event: TraceEvent) => void;
}

/** A run that needs more events than this is an overrun: correct Rafts need under 200,000. */
const EVENTS_MAX = 1_500_000;
/** More timers than this on one server at one instant: it will never let time pass. */
const TIMERS_AT_ONE_INSTANT_MAX = 1_000;

/** The simulated world of one run: servers, clock, network and disks, driven by one event queue. */
export class Simulation {
  nowUs = 0;
  events = 0;
  requests = 0;
  requestBytes = 0;
  readonly network: Network;
  verdict: Verdict | null = null;
  /** Faults strike only while this holds; the heal phase of a run ends it. */
  chaos = true;
  readonly dropped = { messages: 0 };
  /** How often each adversary reached its last step: one that never does proves nothing. */
  readonly reached = new Map<string, number>();
  private readonly options: SimulationOptions;
  private readonly slots: Slot[];
  private readonly queue = new EventQueue<Queued>();
  private readonly hash = new TraceHash();
  private readonly observers: Observer[] = [];
  private readonly random: Random;
  private crashPerMillion = 0;
  /** Events and steps so far: a script's own calls are work too. */
  private work = 0;
  private invocations = 0;
  private inboundCalls = 0;
  private readonly returns = new Map<number, string>();
  private held: Queued[] = [];
  private script: Script | null = null;
  private wakeAtUs = 0;
  private wakeIf: (() => boolean) | null = null;

  constructor(options: SimulationOptions) {
    this.options = options;
    this.random = new Random(options.seed, 'simulation');
    this.network = new Network(
      options.servers,
      NETWORKS[options.network],
      new Random(options.seed, 'network'),
    );
    this.slots = Array.from({ length: options.servers }, newSlot);
    for (const { atUs, fault } of options.plan) {
      this.queue.push({ timeUs: atUs, order: 0, kind: 'fault', fault });
    }
  }

  get servers(): number {
    return this.options.servers;
  }

  get traceHash(): string {
    return this.hash.digest();
  }

  observe(observer: Observer): void {
    this.observers.push(observer);
  }

  /** Boots every server and hands the run to `script`. */
  begin(script: Script): void {
    for (let server = 0; server < this.servers && this.verdict === null; server++) {
      this.boot(server);
    }
    this.script = script;
    if (this.verdict === null) this.resume();
  }

  /** Runs about `events` events and steps of servers; true while the run is not over. */
  advance(events: number): boolean {
    const enough = this.work + events;
    while (this.work < enough && this.verdict === null) {
      this.work++;
      if (this.wakeIf?.() === true) this.resume();
      else if (this.queue.nextTimeUs() > this.wakeAtUs) {
        this.nowUs = Math.max(this.nowUs, this.wakeAtUs);
        this.resume();
      } else this.next();
    }
    return this.verdict === null;
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

  disk(server: number): {
    state: string | null;
    snapshot: string | null;
    stateBytes: number;
    snapshotBytes: number;
  } {
    return this.slot(server);
  }

  /** The service on `server` calls a method; undefined when the server is down, paused, or died of it. */
  invoke(server: number, method: string, args: readonly unknown[]): string | undefined {
    const slot = this.slot(server);
    if (slot.server === null || slot.paused || this.verdict !== null) return undefined;
    const invocation = this.invocations++;
    this.step(server, { kind: 'invoke', invocation, method, args: JSON.stringify(args) }, server);
    const value = this.returns.get(invocation);
    this.returns.delete(invocation);
    return value;
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
    this.hash.text(fault.kind);
    this.options.record?.({ kind: 'fault', atUs: this.nowUs, fault });
    this.strike(fault);
  }

  /** Ends the chaos: every cut is healed, every server runs, held messages go on. */
  heal(): void {
    this.chaos = false;
    this.crashPerMillion = 0;
    this.network.healAll();
    this.network.preset = NETWORKS.reliable;
    this.release();
    for (let server = 0; server < this.servers; server++) {
      const slot = this.slot(server);
      this.setDrift(slot, 0);
      if (slot.paused) this.resumeServer(server);
      if (slot.server === null) this.boot(server);
    }
  }

  /** Sends held messages on, in random order within 1.2 ms; with `choose`, only those it picks. */
  release(choose: (from: number, to: number, method: string) => boolean = () => true): number {
    const kept: Queued[] = [];
    let released = 0;
    for (const item of this.held) {
      if (item.kind !== 'request' && item.kind !== 'reply') continue;
      const [from, to] = route(item);
      if (!choose(from, to, item.call.method)) {
        kept.push(item);
        continue;
      }
      const jitterUs = this.random.between(0, 1_200, from, item.call.number, 11);
      this.queue.push({ ...item, timeUs: this.nowUs + jitterUs });
      released++;
    }
    this.held = kept;
    return released;
  }

  get heldMessages(): number {
    return this.held.length;
  }

  finish(verdict: Verdict): void {
    this.verdict ??= verdict;
  }

  private slot(server: number): Slot {
    const slot = this.slots[server];
    if (slot === undefined) throw new Error(`there is no server ${server} of ${this.servers}`);
    return slot;
  }

  private resume(): void {
    this.wakeIf = null;
    try {
      const step = this.script?.next();
      if (step === undefined || step.done === true) this.finish({ kind: 'passed' });
      else {
        this.wakeAtUs = this.nowUs + step.value.forUs;
        this.wakeIf = step.value.until ?? null;
      }
    } catch (error) {
      if (error instanceof VerdictSignal) this.finish(error.verdict);
      else throw error;
    }
  }

  private next(): void {
    const item = this.queue.pop();
    if (item === undefined) return;
    this.nowUs = Math.max(this.nowUs, item.timeUs);
    if (++this.events > EVENTS_MAX) {
      const message = `more than ${EVENTS_MAX} events: servers send or set timers without end`;
      this.finish({ kind: 'overrun', message, atUs: this.nowUs });
      return;
    }
    this.dispatch(item);
  }

  private dispatch(item: Queued): void {
    switch (item.kind) {
      case 'request':
        return this.deliverRequest(item);
      case 'reply':
        return this.deliverReply(item);
      case 'timer':
        return this.fireTimer(item);
      case 'fault':
        return this.inject(item.fault);
      case 'service':
        return this.serve(item);
    }
  }

  private serve(item: Queued & { kind: 'service' }): void {
    const slot = this.slot(item.server);
    if (slot.incarnation !== item.incarnation || slot.server === null) return;
    if (slot.paused) return void slot.backlog.push(item);
    item.act();
  }

  private deliverRequest(item: Queued & { kind: 'request' }): void {
    const { call } = item;
    const slot = this.slot(call.to);
    if (slot.server === null || !this.network.isOpen(call.from, call.to)) {
      this.drop(call.from, call.to);
      return this.loseLate(call);
    }
    if (this.isHeld(item, call.from, call.to, 'request')) return;
    if (slot.paused) return void slot.backlog.push(item);
    const inbound = this.inboundCalls++;
    slot.inbound.set(inbound, call);
    const { method, args } = call;
    this.step(call.to, { kind: 'request', call: inbound, method, args }, call.from);
  }

  private deliverReply(item: Queued & { kind: 'reply' }): void {
    const { call } = item;
    const slot = this.slot(call.from);
    if (call.resolved || slot.server === null || slot.incarnation !== call.incarnation) return;
    if (item.reply !== null && !this.network.isOpen(call.to, call.from)) {
      this.drop(call.to, call.from);
      return this.loseLate(call);
    }
    if (item.reply !== null && this.isHeld(item, call.to, call.from, 'reply')) return;
    if (slot.paused) return void slot.backlog.push(item);
    call.resolved = true;
    this.step(call.from, { kind: 'reply', call: call.id, reply: item.reply }, call.to, call.method);
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

  private isHeld(item: Queued, from: number, to: number, half: 'request' | 'reply'): boolean {
    if (!this.chaos || (item.kind !== 'request' && item.kind !== 'reply')) return false;
    const { method, args } = item.call;
    const held = this.observers.some((each) => each.holds?.(from, to, method, half, args) === true);
    if (held) this.held.push(item);
    return held;
  }

  private drop(from: number, to: number): void {
    this.dropped.messages++;
    this.options.record?.({ kind: 'lost', atUs: this.nowUs, from, to });
  }

  private loseLate(call: Call): void {
    const timeUs = this.nowUs + this.network.giveUpUs(call.from, call.number);
    this.queue.push({ timeUs, order: 0, kind: 'reply', call, reply: null });
  }

  private boot(server: number): void {
    const slot = this.slot(server);
    slot.incarnation++;
    const boot: Boot = {
      me: server,
      servers: this.servers,
      contract: this.options.contract,
      randomSeed: this.random.bits(server, slot.incarnation, 9),
      state: slot.state,
      snapshot: slot.snapshot,
    };
    slot.server = this.options.factory.create(boot);
    this.options.record?.({ kind: 'restart', atUs: this.nowUs, server });
    for (const observer of this.observers) observer.restarted?.(server);
    this.step(server, { kind: 'boot' }, server);
  }

  private crash(server: number): void {
    const slot = this.slot(server);
    if (slot.server === null) return;
    slot.server.stop();
    slot.server = null;
    slot.paused = false;
    slot.timers.clear();
    for (const item of slot.backlog) if (item.kind === 'request') this.loseLate(item.call);
    slot.backlog.length = 0;
    for (const call of slot.inbound.values()) this.loseLate(call);
    slot.inbound.clear();
    this.options.record?.({ kind: 'crash', atUs: this.nowUs, server });
    for (const observer of this.observers) observer.crashed?.(server);
  }

  private step(server: number, event: ServerEvent, from: number, method = ''): void {
    const slot = this.slot(server);
    if (slot.server === null) return;
    this.work++;
    this.hash.number(this.nowUs);
    this.hash.number(server);
    this.options.record?.({ kind: 'event', atUs: this.nowUs, server, event, from, method });
    const incarnation = slot.incarnation;
    for (const effect of slot.server.step(event, this.clockUs(slot))) {
      this.carryOut(server, slot, effect);
      if (this.verdict !== null) return;
      // Between two effects is where a crash hurts most: saved but not answered, answered but not sent.
      if (this.observed(server, effect)) this.crash(server);
      else if (this.strikesHere(server)) this.crashAndRestart(server);
      if (slot.incarnation !== incarnation || slot.server === null) return;
    }
  }

  private clockUs(slot: Slot): number {
    const elapsedUs = this.nowUs - slot.clockSinceUs;
    const driftUs = Math.floor((elapsedUs * slot.driftPerMillion) / 1_000_000);
    return slot.clockBaseUs + elapsedUs + driftUs;
  }

  private setDrift(slot: Slot, partsPerMillion: number): void {
    slot.clockBaseUs = this.clockUs(slot);
    slot.clockSinceUs = this.nowUs;
    slot.driftPerMillion = partsPerMillion;
  }

  private observed(server: number, effect: Effect): boolean {
    let crash = false;
    for (const observer of this.observers) {
      if (observer.effect?.(server, effect) === true) crash = true;
    }
    return crash && this.chaos;
  }

  private strikesHere(server: number): boolean {
    const draw = this.slot(server).effects++;
    return this.random.chance(this.crashPerMillion, server, draw, 12);
  }

  private crashAndRestart(server: number): void {
    const { effects } = this.slot(server);
    const quick = this.random.chance(500_000, server, effects, 13);
    const restartAfterMs = quick
      ? this.random.between(1, 40, server, effects, 14)
      : this.random.between(300, 1_500, server, effects, 15);
    this.inject({ kind: 'crash', server, restartAfterMs });
  }

  private carryOut(server: number, slot: Slot, effect: Effect): void {
    this.options.record?.({ kind: 'effect', atUs: this.nowUs, server, effect });
    this.hash.text(effect.kind);
    switch (effect.kind) {
      case 'send':
        return this.send(server, slot, effect);
      case 'respond':
        return this.respond(slot, effect.call, effect.reply);
      case 'save':
        return this.save(slot, effect.state, effect.snapshot);
      case 'set-timer':
        return this.setTimer(server, slot, effect.timer, effect.delayUs);
      case 'clear-timer':
        slot.timers.delete(effect.timer);
        return;
      case 'return':
        this.hash.text(effect.value);
        this.returns.set(effect.invocation, effect.value);
        return;
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

  private send(from: number, slot: Slot, effect: Effect & { kind: 'send' }): void {
    const { to, method, args } = effect;
    this.hash.number(to);
    this.hash.text(method);
    this.hash.text(args);
    const number = slot.calls++;
    const incarnation = slot.incarnation;
    const call = {
      number,
      from,
      incarnation,
      id: effect.call,
      to,
      method,
      args,
      resolved: false,
    } satisfies Call;
    this.requests++;
    this.requestBytes += utf8Bytes(args);
    const fate = this.network.fate(from, to, REQUEST);
    if (fate.lost) return this.lose(call, fate.delayUs);
    if (!this.network.isOpen(from, to)) {
      this.drop(from, to);
      return this.loseLate(call);
    }
    this.queue.push({ timeUs: this.nowUs + fate.delayUs, order: 0, kind: 'request', call });
    if (fate.duplicateDelayUs !== null) {
      const timeUs = this.nowUs + fate.duplicateDelayUs;
      this.queue.push({ timeUs, order: 0, kind: 'request', call });
    }
  }

  private lose(call: Call, delayUs: number): void {
    this.drop(call.from, call.to);
    this.queue.push({
      timeUs: this.nowUs + delayUs,
      order: 0,
      kind: 'reply',
      call,
      reply: null,
    });
  }

  private respond(slot: Slot, inbound: number, reply: string): void {
    this.hash.text(reply);
    const call = slot.inbound.get(inbound);
    if (call === undefined) return;
    slot.inbound.delete(inbound);
    this.requestBytes += utf8Bytes(reply);
    const fate = this.network.fate(call.to, call.from, REPLY);
    if (fate.lost) return this.lose(call, fate.delayUs);
    if (!this.network.isOpen(call.to, call.from)) {
      this.drop(call.to, call.from);
      return this.loseLate(call);
    }
    this.queue.push({ timeUs: this.nowUs + fate.delayUs, order: 0, kind: 'reply', call, reply });
  }

  private save(slot: Slot, state: string, snapshot: string | null): void {
    this.hash.text(state);
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

  private later(afterMs: number | undefined, fault: Fault): void {
    if (afterMs === undefined) return;
    this.queue.push({ timeUs: this.nowUs + afterMs * 1_000, order: 0, kind: 'fault', fault });
  }

  private strike(fault: Fault): void {
    switch (fault.kind) {
      case 'crash':
        this.crash(fault.server);
        return this.later(fault.restartAfterMs, { kind: 'restart', server: fault.server });
      case 'restart':
        if (!this.isUp(fault.server)) this.boot(fault.server);
        return;
      case 'lose-disk': {
        const slot = this.slot(fault.server);
        if (slot.server === null) Object.assign(slot, emptyDisk());
        return;
      }
      case 'disconnect':
        this.network.setConnected(fault.server, false);
        return this.later(fault.forMs, { kind: 'connect', server: fault.server });
      case 'connect':
        return this.network.setConnected(fault.server, true);
      case 'partition':
        this.network.partition(fault.groups);
        return this.later(fault.forMs, { kind: 'heal-partition' });
      case 'heal-partition':
        return this.network.partition([Array.from({ length: this.servers }, (_, each) => each)]);
      case 'block-link':
        this.network.setBlocked(fault.from, fault.to, true);
        return this.later(fault.forMs, {
          kind: 'unblock-link',
          from: fault.from,
          to: fault.to,
        });
      case 'unblock-link':
        return this.network.setBlocked(fault.from, fault.to, false);
      case 'slow-link':
        return this.network.setExtraDelay(fault.from, fault.to, fault.extraMs * 1_000);
      case 'network':
        this.network.preset = NETWORKS[fault.preset];
        return;
      case 'pause':
        if (this.isUp(fault.server)) this.slot(fault.server).paused = true;
        return this.later(fault.forMs, { kind: 'resume', server: fault.server });
      case 'resume':
        return this.resumeServer(fault.server);
      case 'drift':
        return this.setDrift(this.slot(fault.server), fault.partsPerMillion);
      case 'crash-between-effects':
        this.crashPerMillion = fault.perMillion;
        return;
    }
  }

  private resumeServer(server: number): void {
    const slot = this.slot(server);
    if (!slot.paused) return;
    slot.paused = false;
    // What piled up comes in its old order, at once, behind whatever else is due now.
    for (const item of slot.backlog) this.queue.push({ ...item, timeUs: this.nowUs });
    slot.backlog.length = 0;
  }
}

function route(item: Queued & { kind: 'request' | 'reply' }): [number, number] {
  const { from, to } = item.call;
  return item.kind === 'request' ? [from, to] : [to, from];
}

function emptyDisk(): Pick<Slot, 'state' | 'snapshot' | 'stateBytes' | 'snapshotBytes'> {
  return { state: null, snapshot: null, stateBytes: 0, snapshotBytes: 0 };
}

function newSlot(): Slot {
  return {
    server: null,
    incarnation: 0,
    paused: false,
    clockBaseUs: 0,
    clockSinceUs: 0,
    driftPerMillion: 0,
    ...emptyDisk(),
    timers: new Set(),
    inbound: new Map(),
    backlog: [],
    effects: 0,
    calls: 0,
    timerEventsAtNow: 0,
    timerEventsTimeUs: 0,
  };
}
