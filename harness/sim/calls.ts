import { utf8Bytes } from '../vocabulary/json-size.ts';
import type { Effect } from '../vocabulary/server.ts';
import type { Course } from './course.ts';
import type { Call, Delivery, Message } from './due.ts';
import type { Choose, HeldMessages } from './held-messages.ts';
import type { MessageKind } from '../faults/recording.ts';
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
  private messages = 0;

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
    const kind = { from, to, half: 'request', method } as const;
    const message = this.number(kind);
    if (lost) return this.lose(message, call, delayUs);
    if (!network.isOpen(from, to)) return this.stopAtCut(message, call);
    this.course.schedule(delayUs, { kind: 'request', message, call });
    if (duplicateDelayUs === null) return;
    const copy = this.number(kind, message);
    this.course.schedule(duplicateDelayUs, { kind: 'request', message: copy, call });
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
    const { to: from, from: to, method } = call;
    const message = this.number({ from, to, half: 'reply', method });
    if (lost) return this.lose(message, call, delayUs);
    if (!network.isOpen(from, to)) return this.stopAtCut(message, call);
    this.course.schedule(delayUs, { kind: 'reply', message, call, reply });
  }

  /** A message comes to the end of its way: returns what its receiver hears now; null if nothing. */
  arrive(message: Message): Delivery | null {
    return message.kind === 'request' ? this.requestArrives(message) : this.replyArrives(message);
  }

  private requestArrives(request: Message & { readonly kind: 'request' }): Delivery | null {
    const { message, call } = request;
    const { from, to: process, method, args } = call;
    const slot = this.processes.slot(process);
    if (slot.server === null || !this.network.isOpen(from, process)) {
      this.stopAtCut(message, call);
      return null;
    }
    if (this.heldMessages.catches(request)) return null;
    if (slot.paused) {
      slot.backlog.push(request);
      return null;
    }
    const inbound = this.inboundCalls++;
    // A second copy is carried out as well, but what its caller hears is the answer to the first:
    // otherwise a conditional put that was done could be told as refused.
    if (!call.delivered) slot.inbound.set(inbound, call);
    call.delivered = true;
    const event = { kind: 'request', call: inbound, method, args } as const;
    return { process, event, from, repliesTo: '', message };
  }

  private replyArrives(answer: Message & { readonly kind: 'reply' }): Delivery | null {
    const { message, call, reply } = answer;
    const { from: process, to: from } = call;
    const slot = this.processes.slot(process);
    if (call.resolved || slot.server === null || slot.incarnation !== call.incarnation) {
      if (message !== null) this.witnesses.unheard(message);
      return null;
    }
    if (message !== null && !this.network.isOpen(from, process)) {
      this.stopAtCut(message, call);
      return null;
    }
    if (message !== null && this.heldMessages.catches(answer)) return null;
    if (slot.paused) {
      slot.backlog.push(answer);
      return null;
    }
    call.resolved = true;
    const event = { kind: 'reply', call: call.id, reply } as const;
    const delivery = { process, event, from, repliesTo: call.method };
    return message === null ? delivery : { ...delivery, message };
  }

  /** Nothing more comes of the call: its caller gives up after a while. */
  giveUp(call: Call): void {
    const afterUs = this.network.giveUpUs(call.from, call.number);
    this.course.schedule(afterUs, { kind: 'reply', message: null, call, reply: null });
  }

  /** A number for a message that is sent now; `copyOf` is the message that it doubles. */
  private number(kind: MessageKind, copyOf?: number): number {
    const message = this.messages++;
    this.witnesses.sent(message, kind, copyOf);
    return message;
  }

  private stopAtCut(message: number, call: Call): void {
    this.drop(message);
    this.giveUp(call);
  }

  private lose(message: number, call: Call, delayUs: number): void {
    this.drop(message);
    this.course.schedule(delayUs, { kind: 'reply', message: null, call, reply: null });
  }

  private drop(message: number): void {
    this.dropped++;
    this.witnesses.lost(message);
  }
}
