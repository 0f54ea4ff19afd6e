import type { Fault } from '../faults/fault.ts';
import type { MessageKind } from '../faults/recording.ts';
import type { Effect, ServerEvent } from '../vocabulary/server.ts';

/** What becomes of a message; its number is the same from its sending to its arrival. */
interface OfMessage {
  readonly atUs: number;
  readonly message: number;
}

/** One line of a run's trace. */
export type TraceEvent =
  | {
      readonly kind: 'event';
      readonly atUs: number;
      readonly server: number;
      readonly event: ServerEvent;
      readonly from: number;
      readonly method: string;
      /** The message that brought it, if one did. */
      readonly message?: number;
    }
  | {
      readonly kind: 'effect';
      readonly atUs: number;
      readonly server: number;
      readonly effect: Effect;
    }
  /** A message begins its way, after the effect that sent it; `copyOf` is the one that it doubles. */
  | ({ readonly kind: 'sent'; readonly copyOf?: number } & OfMessage & MessageKind)
  /** Somebody holds back a message that arrived; later they let it go. */
  | ({ readonly kind: 'held' | 'let-go' } & OfMessage & MessageKind)
  /**
   * A way that ends where nobody hears: lost by chance, at a cut or at a process that is down; or unheard, a
   * reply to a caller that has an answer already or lives no more.
   */
  | ({ readonly kind: 'lost' | 'unheard' } & OfMessage)
  | { readonly kind: 'fault'; readonly atUs: number; readonly fault: Fault }
  /** The chaos ends: every fault is undone. */
  | { readonly kind: 'heal'; readonly atUs: number }
  | { readonly kind: 'crash' | 'restart'; readonly atUs: number; readonly server: number }
  /** A process stops to hear anything, and goes on. */
  | { readonly kind: 'pause' | 'resume'; readonly atUs: number; readonly server: number };
