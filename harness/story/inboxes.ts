import type { Effect } from '../vocabulary/server.ts';
import type { Cell } from './rows.ts';

/** A message that its receiver did nothing about when it came. */
export interface Arrival {
  readonly atUs: number;
  readonly cell: Cell;
}

/** Arrivals told before what a server made of them: what came last is the likeliest cause. */
const ARRIVALS_TOLD = 2;

/**
 * Some servers put every message into an inbox and act at a later tick; what they do then would seem to
 * come from nowhere. So the messages that arrived since the tick before are told, if nothing of that
 * server's messages was ever acted on at once.
 */
export class Inboxes {
  private readonly arrived = new Map<number, Arrival[]>();
  private readonly eager = new Set<number>();

  /** A step that a message began is over. */
  tookMessage({ atUs, cell }: Arrival, effects: readonly Effect[]): void {
    const { server } = cell;
    if (effects.some(isAction)) this.eager.add(server);
    if (cell.from === undefined || this.eager.has(server)) return;
    const told = { ...cell, parts: [{ words: 'takes it in' }] };
    const before = this.arrived.get(server) ?? [];
    this.arrived.set(server, [...before, { atUs, cell: told }].slice(-ARRIVALS_TOLD));
  }

  /** A timer of the server fires; gives what arrived since the one before. */
  tick(server: number): readonly Arrival[] {
    const arrivals = this.arrived.get(server) ?? [];
    this.arrived.delete(server);
    return this.eager.has(server) ? [] : arrivals;
  }
}

const ACTIONS: ReadonlySet<Effect['kind']> = new Set(['save', 'write', 'send', 'emit', 'observe']);

/** Whether a server that does so acts on the message, and does not only take it in. */
function isAction({ kind }: Effect): boolean {
  return ACTIONS.has(kind);
}
