import type { MessageKind } from '../faults/recording.ts';
import type { TraceEvent } from '../sim/trace-event.ts';
import { seconds } from '../vocabulary/time.ts';

/** Messages of one kind that somebody held back. */
export interface Held extends MessageKind {
  /** From here on none of them got through. */
  readonly sinceUs: number;
  /** When the first of them came. */
  readonly caughtUs: number;
  /** When they were let go; infinity if never. */
  untilUs: number;
}

/** What was held back in a run, in the order in which it came. */
export function holdsOf(events: readonly TraceEvent[]): Held[] {
  const holds: Held[] = [];
  const open = new Map<string, Held>();
  const passedUs = new Map<string, number>();
  let faultUs = 0;
  for (const event of events) {
    switch (event.kind) {
      case 'fault':
      case 'heal':
        faultUs = event.atUs;
        break;
      case 'event': {
        const key = arrivalKey(event);
        if (key !== null) passedUs.set(key, event.atUs);
        break;
      }
      case 'held': {
        const { kind: _, message: __, atUs, ...messages } = event;
        const key = keyOf(messages);
        if (open.has(key)) break;
        const sinceUs = Math.min(atUs, Math.max(passedUs.get(key) ?? 0, faultUs));
        const untilUs = Number.POSITIVE_INFINITY;
        const held = { ...messages, sinceUs, caughtUs: atUs, untilUs };
        open.set(key, held);
        holds.push(held);
        break;
      }
      case 'let-go': {
        const held = open.get(keyOf(event));
        if (held !== undefined) held.untilUs = event.atUs;
        open.delete(keyOf(event));
        break;
      }
      default:
    }
  }
  return holds;
}

/** Whether a hold is told on the line of another, which began to catch messages before it. */
export function isTogether(held: Held, first: Held): boolean {
  const { half, method, untilUs, sinceUs } = held;
  if (half !== first.half || method !== first.method || untilUs !== first.untilUs) return false;
  return sinceUs <= first.caughtUs;
}

/** What holds that are told together keep back, and until when. */
export function tellHold(holds: readonly Held[], name: (process: number) => string): string {
  const [{ half, method, untilUs }] = holds as [Held];
  const end = untilUs === Number.POSITIVE_INFINITY ? 'to the end' : `until ${seconds(untilUs)}`;
  return `held ${end}: ${method} ${wordFor(half)} ${tellLinks(holds, name)}`;
}

/** What is let go, and when. */
export function tellLetGo(
  holds: readonly Held[],
  name: (process: number) => string,
): { readonly atUs: number; readonly words: string }[] {
  const groups = group(holds, ({ half, method, untilUs }) => `${half} ${method} ${untilUs}`);
  return groups.map((alike) => {
    const [{ half, method, untilUs }] = alike;
    const words = `let go: ${method} ${wordFor(half)} ${tellLinks(alike, name)}`;
    return { atUs: untilUs, words };
  });
}

/** What of a server's messages is held at a time: `its calls and the replies to it`; null if nothing is. */
export function heldOf(server: number, atUs: number, holds: readonly Held[]): string | null {
  const now = holds.filter(({ sinceUs, untilUs }) => sinceUs <= atUs && atUs < untilUs);
  const kinds = [
    ['its calls', ({ from, half }: Held) => from === server && half === 'request'],
    ['its replies', ({ from, half }: Held) => from === server && half === 'reply'],
    ['calls to it', ({ to, half }: Held) => to === server && half === 'request'],
    ['replies to it', ({ to, half }: Held) => to === server && half === 'reply'],
  ] as const;
  const told = kinds.filter(([, isIt]) => now.some(isIt)).map(([words]) => words);
  return told.length === 0 ? null : told.join(' and ');
}

function wordFor(half: Held['half']): string {
  return half === 'request' ? 'calls' : 'replies';
}

/** Links by what they come from: `2 -> 0 1`. */
function tellLinks(holds: readonly Held[], name: (process: number) => string): string {
  return group(holds, ({ from }) => String(from))
    .map((same) => `${name(same[0].from)} -> ${same.map(({ to }) => name(to)).join(' ')}`)
    .join(', ');
}

function group(
  holds: readonly Held[],
  keyBy: (held: Held) => string,
): [first: Held, ...others: Held[]][] {
  const groups = new Map<string, [Held, ...Held[]]>();
  for (const held of holds) {
    const key = keyBy(held);
    const alike = groups.get(key);
    if (alike === undefined) groups.set(key, [held]);
    else alike.push(held);
  }
  return [...groups.values()];
}

/** The key of a message that got through; null for other events, and for replies that never came. */
function arrivalKey({
  server,
  from,
  event,
  method,
}: TraceEvent & { kind: 'event' }): string | null {
  if (event.kind === 'request') {
    return keyOf({ from, to: server, half: 'request', method: event.method });
  }
  if (event.kind !== 'reply' || event.reply === null) return null;
  return keyOf({ from, to: server, half: 'reply', method });
}

function keyOf({ from, to, half, method }: MessageKind): string {
  return `${from}>${to} ${half} ${method}`;
}
