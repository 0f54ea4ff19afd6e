import { utf8Bytes } from '../vocabulary/json-size.ts';
import type { Effect } from '../vocabulary/server.ts';
import type { Course } from './course.ts';
import type { Call, Delivery, Message } from './due.ts';
import type { Choose, HeldMessages } from './held-messages.ts';
import { REPLY, REQUEST, type Network } from './network.ts';
import type { Processes } from './processes.ts';
import type { Witnesses } from './witnesses.ts';

interface CallsOptions {
  readonly course: Course;
  readonly witnesses: Witnesses;
  readonly processes: Processes;
  readonly network: Network;
  readonly heldMessages: HeldMessages;
}

/** Calls between processes: each request and reply from its sending to its arrival or its loss. */
export class Calls {
  /** Requests sent so far, duplicates not counted. */
  requests = 0;
  /** UTF-8 bytes of the arguments and replies sent so far. */
  bytes = 0;
  /** Messages lost so far, by chance or at a cut. */
  dropped = 0;
  private readonly course: Course;
  private readonly witnesses: Witnesses;
  private readonly processes: Processes;
  private readonly network: Network;
  private readonly heldMessages: HeldMessages;
  private inboundCalls = 0;

  constructor({ course, witnesses, processes, network, heldMessages }: CallsOptions) {
    this.course = course;
    this.witnesses = witnesses;
    this.processes = processes;
    this.network = network;
    this.heldMessages = heldMessages;
  }

  /** How many messages are held back now. */
  get held(): number {
    return this.heldMessages.count;
  }

  /** How many messages were held back so far, those that were sent on included. */
  get everHeld(): number {
    return this.heldMessages.ever;
  }

  /** Sends held messages on, in random order within 1.2 ms; with `choose`, only those it picks. */
  release(choose: Choose = () => true): number {
    return this.heldMessages.release(choose);
  }

  send(from: number, effect: Effect & { readonly kind: 'send' }): void {
    const { network } = this;
    const { to, method, args } = effect;
    const slot = this.processes.slot(from);
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
    this.course.schedule(delayUs, { kind: 'request', call });
    if (duplicateDelayUs !== null)
      this.course.schedule(duplicateDelayUs, { kind: 'request', call });
  }

  /** `inbound` is the number under which the handler got the request. */
  respond(process: number, inbound: number, reply: string): void {
    const { network } = this;
    const slot = this.processes.slot(process);
    const call = slot.inbound.get(inbound);
    if (call === undefined) return;
    slot.inbound.delete(inbound);
    this.bytes += utf8Bytes(reply);
    const { lost, delayUs } = network.fate(call.to, call.from, REPLY);
    if (lost) return this.lose(call, call.to, call.from, delayUs);
    if (!network.isOpen(call.to, call.from)) return this.stopAtCut(call, call.to, call.from);
    this.course.schedule(delayUs, { kind: 'reply', call, reply });
  }

  /** A message comes to the end of its way: returns what its receiver hears now; null if nothing. */
  arrive(message: Message): Delivery | null {
    return message.kind === 'request' ? this.requestArrives(message) : this.replyArrives(message);
  }

  private requestArrives(message: Message & { readonly kind: 'request' }): Delivery | null {
    const { call } = message;
    const { from, to: process, method, args } = call;
    const slot = this.processes.slot(process);
    if (slot.server === null || !this.network.isOpen(from, process)) {
      this.stopAtCut(call, from, process);
      return null;
    }
    if (this.heldMessages.catches(message)) return null;
    if (slot.paused) {
      slot.backlog.push(message);
      return null;
    }
    const inbound = this.inboundCalls++;
    // A second copy is carried out as well, but what its caller hears is the answer to the first:
    // otherwise a conditional put that was done could be told as refused.
    if (!call.delivered) slot.inbound.set(inbound, call);
    call.delivered = true;
    const event = { kind: 'request', call: inbound, method, args } as const;
    return { process, event, from, repliesTo: '' };
  }

  private replyArrives(message: Message & { readonly kind: 'reply' }): Delivery | null {
    const { call, reply } = message;
    const { from: process, to: from } = call;
    const slot = this.processes.slot(process);
    if (call.resolved || slot.server === null || slot.incarnation !== call.incarnation) return null;
    if (reply !== null && !this.network.isOpen(from, process)) {
      this.stopAtCut(call, from, process);
      return null;
    }
    if (reply !== null && this.heldMessages.catches(message)) return null;
    if (slot.paused) {
      slot.backlog.push(message);
      return null;
    }
    call.resolved = true;
    const event = { kind: 'reply', call: call.id, reply } as const;
    return { process, event, from, repliesTo: call.method };
  }

  /** Nothing more comes of the call: its caller gives up after a while. */
  giveUp(call: Call): void {
    const afterUs = this.network.giveUpUs(call.from, call.number);
    this.course.schedule(afterUs, { kind: 'reply', call, reply: null });
  }

  private stopAtCut(call: Call, from: number, to: number): void {
    this.drop(from, to);
    this.giveUp(call);
  }

  private lose(call: Call, from: number, to: number, delayUs: number): void {
    this.drop(from, to);
    this.course.schedule(delayUs, { kind: 'reply', call, reply: null });
  }

  private drop(from: number, to: number): void {
    this.dropped++;
    this.witnesses.lost(from, to);
  }
}
