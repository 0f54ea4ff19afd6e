import { serverProcesses } from '../sim/process.ts';
import type { Fault } from '../faults/fault.ts';
import type { TraceEvent } from '../sim/trace-event.ts';
import type { Effect, RecordChange, ServerEvent } from '../vocabulary/server.ts';
import type { Narrator } from './narrator.ts';
import { tellStory } from './story.ts';

export const us = (ms: number): number => ms * 1_000;

export const fault = (ms: number, given: Fault): TraceEvent => ({
  kind: 'fault',
  atUs: us(ms),
  fault: given,
});

export const message = (
  ms: number,
  kind: 'held' | 'let-go',
  from: number,
  to: number,
  method = 'vote',
): TraceEvent => ({ kind, atUs: us(ms), message: 0, from, to, half: 'request', method });

export const step = (
  ms: number,
  server: number,
  event: ServerEvent,
  effects: readonly Effect[] = [],
  from = server,
): TraceEvent[] => [
  { kind: 'event', atUs: us(ms), server, event, from, method: '' },
  ...effects.map((effect) => ({ kind: 'effect', atUs: us(ms), server, effect }) as const),
];

export const asked = (call: number, method = 'vote'): ServerEvent => {
  return { kind: 'request', call, method, args: '{}' };
};
export const TICK: ServerEvent = { kind: 'timer', timer: 1 };
export const write = (...records: RecordChange[]): Effect => ({ kind: 'write', records });
export const changed = (words: string): Effect => ({ kind: 'observe', value: words });

/** Tells states in the server's own words, and of a request its method. */
export const narrator: Narrator = {
  tell(event) {
    if (event.kind === 'event' && event.event.kind === 'request') {
      const { server, from } = event;
      return { server, from, words: '', labels: [event.event.method] };
    }
    if (event.kind !== 'effect' || event.effect.kind !== 'observe') return null;
    return { server: event.server, words: event.effect.value };
  },
};

export function tell(events: readonly TraceEvent[], lines = 20, servers = 3): string {
  const members = serverProcesses(servers);
  return ['', ...tellStory(events, { members, describe: () => narrator, lines })].join('\n');
}
