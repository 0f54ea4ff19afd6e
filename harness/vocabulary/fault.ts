import type { NetworkName } from './network-preset.ts';

/** One thing that goes wrong, as plain data: it can be written to a file, replayed and shrunk. */
export type Fault =
  | { readonly kind: 'crash'; readonly server: number; readonly restartAfterMs?: number }
  | { readonly kind: 'restart'; readonly server: number }
  /** A new machine under the old name: only a server that is down can lose its disk. */
  | { readonly kind: 'lose-disk'; readonly server: number }
  | { readonly kind: 'disconnect'; readonly server: number; readonly forMs?: number }
  | { readonly kind: 'connect'; readonly server: number }
  | {
      readonly kind: 'partition';
      readonly groups: readonly (readonly number[])[];
      readonly forMs?: number;
    }
  | { readonly kind: 'heal-partition' }
  | {
      readonly kind: 'block-link';
      readonly from: number;
      readonly to: number;
      readonly forMs?: number;
    }
  | { readonly kind: 'unblock-link'; readonly from: number; readonly to: number }
  | {
      readonly kind: 'slow-link';
      readonly from: number;
      readonly to: number;
      readonly extraMs: number;
    }
  | { readonly kind: 'network'; readonly preset: NetworkName }
  /** Stops a server as a long garbage collection would: its timers and messages pile up. */
  | { readonly kind: 'pause'; readonly server: number; readonly forMs?: number }
  | { readonly kind: 'resume'; readonly server: number }
  /** The server's own clock and timers run this many millionths faster than the others'. */
  | { readonly kind: 'drift'; readonly server: number; readonly partsPerMillion: number }
  /** Crash after any effect of any step, this often in a million, with a restart soon after. */
  | {
      readonly kind: 'crash-between-effects';
      readonly perMillion: number;
      /** Only these servers; all without it. */
      readonly among?: readonly number[];
    };

/** A fault and when it strikes, in microseconds of virtual time. */
export interface PlannedFault {
  readonly atUs: number;
  readonly fault: Fault;
}

export type FaultPlan = readonly PlannedFault[];

/** What undoes a fault that carries its own end, and how long after it; null when it has none. */
export function endOf(fault: Fault): { readonly afterMs: number; readonly fault: Fault } | null {
  switch (fault.kind) {
    case 'crash':
      return after(fault.restartAfterMs, { kind: 'restart', server: fault.server });
    case 'disconnect':
      return after(fault.forMs, { kind: 'connect', server: fault.server });
    case 'partition':
      return after(fault.forMs, { kind: 'heal-partition' });
    case 'block-link':
      return after(fault.forMs, { kind: 'unblock-link', from: fault.from, to: fault.to });
    case 'pause':
      return after(fault.forMs, { kind: 'resume', server: fault.server });
    default:
      return null;
  }
}

function after(afterMs: number | undefined, fault: Fault): ReturnType<typeof endOf> {
  return afterMs === undefined ? null : { afterMs, fault };
}
