import type { Json } from '../check/history/operation.ts';
import type { NetworkName } from '../vocabulary/network-preset.ts';
import type { Deed, ServerEvent } from '../vocabulary/server.ts';
import type { Moment } from '../vocabulary/time.ts';
import { endOf, type Fault } from './fault.ts';

/** Where in a server's work a crash fell: after which effect, while it handled what. */
export interface EffectPlace {
  /** Number of the effect over all incarnations of the server, from 0. */
  readonly number: number;
  readonly effect: Deed['kind'];
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

/** After how many milliseconds an input ends by itself; null when it does not. */
export function endMsOf(input: Input): number | null {
  const fault = faultOf(input);
  return fault === null ? null : (endOf(fault)?.afterMs ?? null);
}

/** The fault that comes in with an input, such as the crash after an effect; null for other inputs. */
export function faultOf(input: Input): Fault | null {
  if (input.kind === 'fault') return input.fault;
  if (input.kind !== 'crash-after-effect') return null;
  const { server, restartAfterMs } = input;
  return { kind: 'crash', server, ...(restartAfterMs === undefined ? {} : { restartAfterMs }) };
}

/** Stands for every method of the code that runs: another solution may have other names. */
export const ANY_METHOD = '*';

/** Whether a message is of a kind whose method may be any. */
export function isOfKind(message: MessageKind, kind: MessageKind): boolean {
  const { from, to, half, method } = kind;
  if (message.from !== from || message.to !== to || message.half !== half) return false;
  return isMethod(message.method, method);
}

export function isMethod(method: string, wanted: string): boolean {
  return wanted === ANY_METHOD || method === wanted;
}

/**
 * The recording for code whose servers call each other by `methods`: what was caught under a name that
 * this code does not have is caught under any. A fault may be larger for it; it does not disappear.
 */
export function forMethods(recording: Recording, methods: ReadonlySet<string>): Recording {
  const known = (method: string): string => (methods.has(method) ? method : ANY_METHOD);
  const inputs = recording.inputs.map((input): Input => {
    if (input.kind === 'hold') return { ...input, method: known(input.method) };
    if (input.kind !== 'crash-after-effect' || !isOfServers(input.place)) return input;
    return { ...input, place: { ...input.place, method: known(input.place.method) } };
  });
  return { ...recording, inputs };
}

/** Whether the method of the place is one of the servers' own, and not one that the lab names. */
function isOfServers({ event }: EffectPlace): boolean {
  return event === 'request' || event === 'reply';
}
