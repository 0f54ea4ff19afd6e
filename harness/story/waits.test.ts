import { expect, test } from 'vitest';
import type { TraceEvent } from '../sim/trace-event.ts';
import type { Effect, ServerEvent } from '../vocabulary/server.ts';
import { Waits } from './waits.ts';

const MEMBERS = ['server', 'clerk-0', 'clerk-1'].map((name) => ({ program: 'any', name }));
const [SERVER, CLERK, OTHER] = [0, 1, 2] as const;

const us = (ms: number): number => ms * 1_000;
const hears = (ms: number, server: number, event: ServerEvent): TraceEvent => {
  return { kind: 'event', atUs: us(ms), server, event, from: SERVER, method: '' };
};
const does = (ms: number, server: number, effect: Effect): TraceEvent => {
  return { kind: 'effect', atUs: us(ms), server, effect };
};
const invoked = (ms: number, server: number, invocation: number): TraceEvent =>
  hears(ms, server, { kind: 'invoke', invocation, method: 'acquire', args: '["l"]' });
const asks = (ms: number, call: number): TraceEvent =>
  does(ms, CLERK, { kind: 'send', call, to: SERVER, method: 'get', args: '{"key":"l"}' });
const answered = (ms: number, call: number, reply: string | null): TraceEvent =>
  hears(ms, CLERK, { kind: 'reply', call, reply });
/** The clerk asks and hears. */
const exchange = (ms: number, call: number, reply: string | null): TraceEvent[] => [
  asks(ms, call),
  answered(ms + 1, call, reply),
];

function waitsAfter(...events: readonly TraceEvent[]): Waits {
  const waits = new Waits(MEMBERS, (process) => (process === CLERK ? 'src/lock.ts:22' : null));
  for (const event of events) waits.hear(event);
  return waits;
}

const HELD = '{"err":"OK","version":19}';

test('who has not returned is told with its place, what it heard last and how often, and what it waits for', () => {
  const waits = waitsAfter(
    invoked(1_000, CLERK, 1),
    ...exchange(1_010, 1, HELD),
    ...exchange(1_020, 2, null),
    ...exchange(1_030, 3, HELD),
    asks(1_040, 4),
  );
  expect(waits.sinceUs).toBe(us(1_000));
  expect(waits.tellCalled()).toEqual([
    'clerk-0 has not returned from acquire("l") since 1.000 s. Its last call was made at src/lock.ts:22. ' +
      'It last heard from server at 1.031 s: get key "l" -> OK, version 19, the same 2 times since 1.011 s. ' +
      'It waits for an answer to get key "l" from server since 1.040 s.',
  ]);
});

test('what was asked in vain since the last answer is counted', () => {
  const waits = waitsAfter(
    invoked(1_000, CLERK, 1),
    ...exchange(1_010, 1, HELD),
    ...exchange(1_020, 2, null),
    ...exchange(1_030, 3, null),
  );
  expect(waits.tellCalled().join()).toContain(
    'It asked server in vain 2 times since 1.021 s: get key "l".',
  );
});

test('the longest wait comes first, and what returned or crashed waits for nothing', () => {
  const calls = [invoked(2_000, CLERK, 1), invoked(1_000, OTHER, 2)];
  expect(waitsAfter(...calls).tellCalled()[0]).toMatch(/^clerk-1 has not returned/);
  const returned = does(2_100, OTHER, { kind: 'return', invocation: 2, value: 'null' });
  expect(waitsAfter(...calls, returned).sinceUs).toBe(us(2_000));
  const crash = { kind: 'crash', atUs: us(2_200), server: CLERK } as const;
  expect(waitsAfter(...calls, returned, crash).sinceUs).toBeNull();
});

test('the last answer from one process to another is told', () => {
  const waits = waitsAfter(...exchange(1_010, 1, HELD));
  expect(waits.tellLastFrom(SERVER, CLERK)).toBe(
    'from server at 1.011 s: get key "l" -> OK, version 19',
  );
  expect(waits.tellLastFrom(OTHER, CLERK)).toBeNull();
});
