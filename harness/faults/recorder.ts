import type { Json } from '../check/history/operation.ts';
import type { NetworkName } from '../vocabulary/network-preset.ts';
import { compareMoments, type Moment } from '../vocabulary/time.ts';
import { kindOf } from './fault.ts';
import type { Input, MessageKind, Recording } from './recording.ts';

/** Messages of one kind that wait; `before` is null while further ones would join them. */
interface Waiting {
  readonly messages: MessageKind;
  readonly since: Moment;
  before: Moment | null;
}

const BEGINNING: Moment = { atUs: 0, after: 0 };

/** Takes down what comes into a world from outside. */
export class Recorder {
  private readonly inputs: Input[] = [];
  /** By kind of message, oldest first. Invariant: in each list, only the last one's `before` may be null. */
  private readonly waiting = new Map<string, Waiting[]>();
  /** By kind of message: the moment after the last one that was not held. */
  private readonly passed = new Map<string, Moment>();
  private last: Moment = BEGINNING;

  add(input: Input): void {
    this.last = input.at;
    if (input.kind !== 'fault') this.inputs.push(input);
    else {
      const { fault } = input;
      this.inputs.push({ ...input, fault: kindOf(fault).recorded?.(fault) ?? fault });
    }
  }

  /** The service or a client calls a method; `args` is the JSON text of an array. */
  called(at: Moment, kind: 'invoke' | 'ask', process: number, method: string, args: string): void {
    this.add({ kind, at, process, method, args: JSON.parse(args) as Json[] });
  }

  /** A message arrived: it waits, or it goes on. */
  arrived(at: Moment, messages: MessageKind, isHeld: boolean): void {
    const key = keyOf(messages);
    const waiting = this.waiting.get(key) ?? [];
    const open = waiting.at(-1);
    if (!isHeld) {
      if (open !== undefined) open.before ??= at;
      this.passed.set(key, { atUs: at.atUs, after: at.after + 1 });
    } else if (open === undefined || open.before !== null) {
      const since = later(this.passed.get(key) ?? BEGINNING, this.last);
      this.waiting.set(key, [...waiting, { messages, since, before: null }]);
    }
  }

  /** All messages of this kind that wait are let go. */
  letGo(at: Moment, messages: MessageKind): void {
    const key = keyOf(messages);
    for (const hold of this.waiting.get(key) ?? []) {
      const { since, before } = hold;
      this.add({ kind: 'hold', at, since, before: before ?? at, ...hold.messages });
    }
    this.waiting.delete(key);
  }

  recording(network: NetworkName, end: Moment): Recording {
    const endless = [...this.waiting.values()].flat().map(({ messages, since, before }): Input => {
      return { kind: 'hold', at: end, since, before: before ?? end, ...messages };
    });
    return { network, inputs: [...this.inputs, ...endless], endUs: end.atUs };
  }
}

function keyOf({ from, to, half, method }: MessageKind): string {
  return `${from}>${to} ${half} ${method}`;
}

function later(a: Moment, b: Moment): Moment {
  return compareMoments(a, b) < 0 ? b : a;
}
