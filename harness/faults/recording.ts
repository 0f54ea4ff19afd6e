import type { Json } from '../check/history/operation.ts';
import type { NetworkName } from '../sim/network.ts';
import type { Effect, ServerEvent } from '../sim/server.ts';
import { endOf, type Fault } from './fault.ts';

/** A point of a run between two events: this many events of the instant `atUs` are over. */
export interface Moment {
  readonly atUs: number;
  readonly after: number;
}

/** Where in a server's work a crash fell: after which effect, while it handled what. */
export interface EffectPlace {
  /** Number of the effect over all incarnations of the server, from 0. */
  readonly number: number;
  readonly effect: Effect['kind'];
  readonly event: ServerEvent['kind'];
  /** Method of the request, of the reply or of the service's call; empty for the rest. */
  readonly method: string;
}

/** The messages of one kind on one directed link. */
export interface MessageKind {
  readonly from: number;
  readonly to: number;
  readonly half: 'request' | 'reply';
  readonly method: string;
}

/** Something that came into the world from outside, and when. */
export type Input = { readonly at: Moment } & (
  | { readonly kind: 'fault'; readonly fault: Fault }
  | {
      readonly kind: 'crash-after-effect';
      readonly server: number;
      readonly place: EffectPlace;
      readonly restartAfterMs?: number;
    }
  /** What arrives from `since` until before `before` waits, and is let go together at `at`. */
  | ({ readonly kind: 'hold'; readonly since: Moment; readonly before: Moment } & MessageKind)
  /** The service or a client calls a method: `invoke` takes its answer at once or not at all. */
  | {
      readonly kind: 'invoke' | 'ask';
      readonly process: number;
      readonly method: string;
      readonly args: readonly Json[];
    }
  | { readonly kind: 'heal' }
);

/**
 * All that came into one run from outside, as JSON, in the order in which it came. With the submission,
 * the scenario's promises and the seed it repeats the run.
 */
export interface Recording {
  readonly network: NetworkName;
  readonly inputs: readonly Input[];
  /** Virtual time at which the run was over, or its faults were. */
  readonly endUs: number;
  /** At the end every fault ends, and the system must converge. */
  readonly heals?: boolean;
}

/**
 * The part of a recording before the heal phase, which is gone through anew at its end. Null without
 * one: what then did not come may rightly not have come.
 */
export function untilHeal(recording: Recording): Recording | null {
  const { network, inputs } = recording;
  const heal = inputs.findIndex(({ kind }) => kind === 'heal');
  const end = inputs[heal]?.at;
  if (end === undefined) return null;
  return { network, inputs: inputs.slice(0, heal), endUs: end.atUs, heals: true };
}

/** Below zero when `a` comes before `b`, zero when they are the same moment. */
export function compareMoments(a: Moment, b: Moment): number {
  return a.atUs - b.atUs || a.after - b.after;
}

/** After how many milliseconds an input ends by itself; null when it does not. */
export function endMsOf(input: Input): number | null {
  if (input.kind === 'crash-after-effect') return input.restartAfterMs ?? null;
  return input.kind === 'fault' ? (endOf(input.fault)?.afterMs ?? null) : null;
}

export function isSameKind(a: MessageKind, b: MessageKind): boolean {
  return a.from === b.from && a.to === b.to && a.half === b.half && a.method === b.method;
}
