import type { Fault } from '../faults/fault.ts';
import type { MessageKind } from '../faults/recording.ts';
import type { Effect, ServerEvent } from '../vocabulary/server.ts';

/** One line of a run's trace. */
export type TraceEvent =
  | {
      readonly kind: 'event';
      readonly atUs: number;
      readonly server: number;
      readonly event: ServerEvent;
      readonly from: number;
      readonly method: string;
    }
  | {
      readonly kind: 'effect';
      readonly atUs: number;
      readonly server: number;
      readonly effect: Effect;
    }
  | { readonly kind: 'lost'; readonly atUs: number; readonly from: number; readonly to: number }
  /** Somebody holds back a message that arrived; later they let it go. */
  | ({ readonly kind: 'held' | 'let-go'; readonly atUs: number } & MessageKind)
  | { readonly kind: 'fault'; readonly atUs: number; readonly fault: Fault }
  /** The chaos ends: every fault is undone. */
  | { readonly kind: 'heal'; readonly atUs: number }
  | {
      readonly kind: 'crash' | 'restart' | 'pause' | 'resume';
      readonly atUs: number;
      readonly server: number;
    };
