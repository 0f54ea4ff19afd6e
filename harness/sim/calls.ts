import type { Recorder } from '../faults/recorder.ts';
import { utf8Bytes } from '../vocabulary/json-size.ts';
import type { Random } from '../vocabulary/random.ts';
import type { Effect, ServerEvent } from '../vocabulary/server.ts';
import type { Moment } from '../vocabulary/time.ts';
import type { TraceEvent } from '../vocabulary/trace-event.ts';
import type { EventQueue } from './event-queue.ts';
import { HeldMessages, kindOf, type Choose } from './held-messages.ts';
import { REPLY, REQUEST, type Network } from './network.ts';
import type { Observer } from './observer.ts';
import type { Slot } from './process.ts';
import type { Call, Message, Queued } from './queued.ts';

/** The world in which calls travel. */
interface World {
  readonly nowUs: number;
  readonly moment: Moment;
  /** Messages are held back only while this holds. */
  readonly chaos: boolean;
}

interface CallsOptions {
  readonly world: World;
  readonly slots: readonly Slot<Queued, Call>[];
  readonly network: Network;
  readonly queue: EventQueue<Queued>;
  readonly random: Random;
  readonly observers: readonly Observer[];
  readonly recorder: Recorder | undefined;
  readonly record: ((event: TraceEvent) => void) | undefined;
  /** Hands a message to a process, as sent by `from`; `method` is that of the call a reply is to. */
  readonly step: (process: number, event: ServerEvent, from: number, method?: string) => void;
}

/** Calls between processes: each request and reply from its sending to its arrival or its loss. */
export class Calls {
  /** Requests sent so far, duplicates not counted. */
  requests = 0;
  /** UTF-8 bytes of the arguments and replies sent so far. */
  bytes = 0;
  /** Messages lost so far, by chance or at a cut. */
  dropped = 0;
  private readonly options: CallsOptions;
  private readonly world: World;
  private readonly heldBack = new HeldMessages<Message>();
  private inboundCalls = 0;

  constructor(options: CallsOptions) {
    this.options = options;
    this.world = options.world;
  }

  /** How many messages are held back now. */
  get held(): number {
    return this.heldBack.count;
  }

  /** Sends held messages on, in random order within 1.2 ms; with `choose`, only those it picks. */
  release(choose: Choose = () => true): number {
    const { recorder, random, queue, record } = this.options;
    const released = this.heldBack.take(choose);
    for (const item of released) {
      const messages = kindOf(item);
      recorder?.letGo(this.world.moment, messages);
      record?.({ kind: 'let-go', atUs: this.world.nowUs, ...messages });
      const jitterUs = random.between(0, 1_200, messages.from, item.call.number, 11);
      queue.push({ ...item, timeUs: this.world.nowUs + jitterUs });
    }
    return released.length;
  }

  send(from: number, effect: Effect & { readonly kind: 'send' }): void {
    const { network } = this.options;
    const { to, method, args } = effect;
    const slot = this.slot(from);
    const call: Call = {
      number: slot.calls++,
      from,
      incarnation: slot.incarnation,
      id: effect.call,
      to,
      method,
      args,
      delivered: false,
      resolved: false,
    };
    this.requests++;
    this.bytes += utf8Bytes(args);
    const { lost, delayUs, duplicateDelayUs } = network.fate(from, to, REQUEST);
    if (lost) return this.lose(call, from, to, delayUs);
    if (!network.isOpen(from, to)) return this.stopAtCut(call, from, to);
    this.carryRequest(call, delayUs);
    if (duplicateDelayUs !== null) this.carryRequest(call, duplicateDelayUs);
  }

  /** `inbound` is the number under which the handler got the request. */
  respond(process: number, inbound: number, reply: string): void {
    const { network } = this.options;
    const slot = this.slot(process);
    const call = slot.inbound.get(inbound);
    if (call === undefined) return;
    slot.inbound.delete(inbound);
    this.bytes += utf8Bytes(reply);
    const { lost, delayUs } = network.fate(call.to, call.from, REPLY);
    if (lost) return this.lose(call, call.to, call.from, delayUs);
    if (!network.isOpen(call.to, call.from)) return this.stopAtCut(call, call.to, call.from);
    this.carryReply(call, reply, delayUs);
  }

  deliverRequest(item: Queued & { readonly kind: 'request' }): void {
    const { call } = item;
    const { network, step } = this.options;
    const slot = this.slot(call.to);
    if (slot.server === null || !network.isOpen(call.from, call.to)) {
      return this.stopAtCut(call, call.from, call.to);
    }
    if (this.isHeld(item)) return;
    if (slot.paused) return void slot.backlog.push(item);
    const inbound = this.inboundCalls++;
    // A second copy is carried out as well, but what its caller hears is the answer to the first:
    // otherwise a conditional put that was done could be told as refused.
    if (!call.delivered) slot.inbound.set(inbound, call);
    call.delivered = true;
    const { method, args } = call;
    step(call.to, { kind: 'request', call: inbound, method, args }, call.from);
  }

  deliverReply(item: Queued & { readonly kind: 'reply' }): void {
    const { call, reply } = item;
    const { network, step } = this.options;
    const slot = this.slot(call.from);
    if (call.resolved || slot.server === null || slot.incarnation !== call.incarnation) return;
    if (reply !== null && !network.isOpen(call.to, call.from)) {
      return this.stopAtCut(call, call.to, call.from);
    }
    if (reply !== null && this.isHeld(item)) return;
    if (slot.paused) return void slot.backlog.push(item);
    call.resolved = true;
    step(call.from, { kind: 'reply', call: call.id, reply }, call.to, call.method);
  }

  /** Nothing more comes of the call: its caller gives up after a while. */
  giveUp(call: Call): void {
    this.carryReply(call, null, this.options.network.giveUpUs(call.from, call.number));
  }

  private stopAtCut(call: Call, from: number, to: number): void {
    this.drop(from, to);
    this.giveUp(call);
  }

  private lose(call: Call, from: number, to: number, delayUs: number): void {
    this.drop(from, to);
    this.carryReply(call, null, delayUs);
  }

  private drop(from: number, to: number): void {
    this.dropped++;
    this.options.record?.({ kind: 'lost', atUs: this.world.nowUs, from, to });
  }

  private carryRequest(call: Call, delayUs: number): void {
    const timeUs = this.world.nowUs + delayUs;
    this.options.queue.push({ timeUs, order: 0, kind: 'request', call });
  }

  /** A null for the reply tells the caller that none will come. */
  private carryReply(call: Call, reply: string | null, delayUs: number): void {
    const timeUs = this.world.nowUs + delayUs;
    this.options.queue.push({ timeUs, order: 0, kind: 'reply', call, reply });
  }

  private isHeld(item: Message): boolean {
    if (!this.world.chaos) return false;
    const { observers, recorder, record } = this.options;
    const messages = kindOf(item);
    const { from, to, method, half } = messages;
    const { args } = item.call;
    const reply = item.kind === 'reply' ? item.reply : null;
    const held = observers.some(
      (each) => each.holds?.(from, to, method, half, args, reply) === true,
    );
    recorder?.arrived(this.world.moment, messages, held);
    if (!held) return false;
    this.heldBack.add(item);
    record?.({ kind: 'held', atUs: this.world.nowUs, ...messages });
    return true;
  }

  private slot(process: number): Slot<Queued, Call> {
    return this.options.slots[process] as Slot<Queued, Call>;
  }
}
