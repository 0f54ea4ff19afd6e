import type { Fault } from '../faults/fault.ts';
import type { EffectPlace } from '../faults/recording.ts';
import type { Effect } from '../vocabulary/server.ts';

/** How a process crashes between two effects, and when it comes back, if it does. */
export interface Crash {
  readonly restartAfterMs?: number;
}

/** A request that a process has answered. */
export interface AnsweredRequest {
  readonly from: number;
  readonly method: string;
  /** JSON text. */
  readonly args: string;
}

/** Someone who watches a run: the promises of a lab, an adversary. */
export interface Observer {
  /**
   * Called after each effect was carried out. True or a crash stops the process before its next one. An
   * answer comes with the request that it answers, unless somebody else has answered that already.
   */
  effect?(
    process: number,
    effect: Effect,
    place: EffectPlace,
    request?: AnsweredRequest,
  ): boolean | Crash;
  /** The service or a client calls a method of a process that is up; `call` is a number of its own. */
  called?(process: number, method: string, args: readonly unknown[], call: number): void;
  /** The method that was called under this number has answered; `value` is JSON text. */
  returned?(
    process: number,
    method: string,
    args: readonly unknown[],
    value: string,
    call: number,
  ): void;
  crashed?(process: number): void;
  restarted?(process: number): void;
  /** Called after each fault that struck, the end of one included. */
  struck?(fault: Fault): void;
  /**
   * Whether to keep this message back now; `release` sends it on. `args` are the request's, also where
   * `reply` answers it; that is null for a request.
   */
  holds?(
    from: number,
    to: number,
    method: string,
    half: 'request' | 'reply',
    args: string,
    reply: string | null,
  ): boolean;
}
