import type { Fault } from '../vocabulary/fault.ts';
import type { Scheduled } from './event-queue.ts';

/** One call from one server to another, until its caller has an answer. */
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
  resolved: boolean;
}

/** What will happen at a virtual time. */
export type Queued = Scheduled &
  (
    | { readonly kind: 'request'; readonly call: Call }
    | { readonly kind: 'reply'; readonly call: Call; readonly reply: string | null }
    | {
        readonly kind: 'timer';
        readonly server: number;
        readonly incarnation: number;
        readonly timer: number;
      }
    | { readonly kind: 'fault'; readonly fault: Fault; readonly isPlanned: boolean }
    | {
        readonly kind: 'service';
        readonly server: number;
        readonly incarnation: number;
        readonly act: () => void;
      }
  );

/** One half of a call on its way. */
export type Message = Queued & { readonly kind: 'request' | 'reply' };
