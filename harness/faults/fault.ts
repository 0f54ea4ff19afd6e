import type { Member } from '../vocabulary/role.ts';
import type { FaultKind } from './fault-kind.ts';
import { FAULT_KINDS, type Fault } from './kinds/all.ts';

export type { Fault } from './kinds/all.ts';

/** A fault and when it strikes, in microseconds of virtual time. */
export interface PlannedFault {
  readonly atUs: number;
  readonly fault: Fault;
}

export type FaultPlan = readonly PlannedFault[];

/** All that is known of the kind of a fault. */
export function kindOf<F extends Fault>(fault: F): FaultKind<F, Fault, Fault> {
  return FAULT_KINDS[fault.kind] as unknown as FaultKind<F, Fault, Fault>;
}

/** What a fault comes to where these processes run: the crash of one that stays dead has no end. */
export function fit(fault: Fault, members: readonly Member[]): Fault {
  return kindOf(fault).fit?.(fault, members) ?? fault;
}

/** The same by its name. */
export function kindNamed(name: Fault['kind']): FaultKind<Fault, Fault> {
  return FAULT_KINDS[name] as unknown as FaultKind<Fault, Fault>;
}

/** Every kind of fault, in the order of the list. */
export const ALL_KINDS = Object.values(FAULT_KINDS) as readonly FaultKind<Fault, Fault, Fault>[];

/** What undoes a fault that carries its own end, and how long after it; null when it has none. */
export function endOf(fault: Fault): { readonly afterMs: number; readonly fault: Fault } | null {
  const { ending } = kindOf(fault);
  const afterMs = ending?.afterMs(fault);
  return ending === undefined || afterMs === undefined
    ? null
    : { afterMs, fault: ending.by(fault) };
}
