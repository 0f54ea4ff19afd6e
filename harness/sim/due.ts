import type { Fault } from '../faults/fault.ts';
import type { ServerEvent } from '../vocabulary/server.ts';

/** One call from one process to another, until its caller has an answer. */
export interface Call {
  readonly number: number;
  readonly from: number;
  readonly incarnation: number;
  readonly id: number;
  readonly to: number;
  readonly method: string;
  readonly args: string;
  /** Whether a copy of the request reached a handler. */
  delivered: boolean;
  /** Whether the caller was told an answer, or that none will come. */
  resolved: boolean;
}

/** One half of a call on its way; `message` is its number in the run, and a second copy has its own. */
export type Message =
  | { readonly kind: 'request'; readonly message: number; readonly call: Call }
  | {
      readonly kind: 'reply';
      /** Null where `reply` is. */
      readonly message: number | null;
      readonly call: Call;
      /** Null tells the caller that no answer will come: nothing travels then. */
      readonly reply: string | null;
    };

/** A timer that an incarnation of a process has set. */
export interface Timer {
  readonly kind: 'timer';
  readonly process: number;
  readonly incarnation: number;
  readonly timer: number;
}

/** What the service above an incarnation of a process will do. */
export interface ServiceAct {
  readonly kind: 'service';
  readonly process: number;
  readonly incarnation: number;
  readonly act: () => void;
}

/** What will happen at a virtual time. */
export type Due =
  | Message
  | Timer
  | ServiceAct
  /** A planned fault comes from outside; any other is the end of one that struck before. */
  | { readonly kind: 'fault'; readonly fault: Fault; readonly isPlanned: boolean };

/** An event that reaches a process now. */
export interface Delivery {
  readonly process: number;
  readonly event: ServerEvent;
  /** The process that it came from: itself for what no other sent. */
  readonly from: number;
  /** Method of the call that a reply answers; empty for all other events. */
  readonly repliesTo: string;
  /** The message that brought it, if one did. */
  readonly message?: number;
}

/** Somebody outside who waits for a method of a process to answer. */
export interface Ask {
  readonly process: number;
  readonly method: string;
  readonly args: readonly unknown[];
  /** Gets the JSON text of the answer; null when the process is down, or crashes first. */
  readonly done: (value: string | null) => void;
}
