import { expect, test } from 'vitest';
import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import type { Effect } from '../../harness/vocabulary/server.ts';
import { shardOf } from './api.ts';
import { PlaceStory } from './place-story.ts';

const MEMBERS = ['ctl-0', 'g1-0', 'g2-0', 'g2-1', 'admin-0', 'clerk-0'].map((name) => ({
  program: 'any',
  name,
  group: name.slice(0, name.indexOf('-')),
}));
const [ADMIN, CLERK] = [4, 5];
const AT = { atUs: 2_000_000 } as const;

const call = (
  server: number,
  invocation: number,
  method: string,
  ...args: unknown[]
): TraceEvent => ({
  kind: 'event',
  ...AT,
  server,
  from: server,
  method: '',
  event: { kind: 'invoke', invocation, method, args: JSON.stringify(args) },
});
const does = (server: number, effect: Effect): TraceEvent => ({
  kind: 'effect',
  ...AT,
  server,
  effect,
});
const answer = (server: number, invocation: number, value: unknown): TraceEvent =>
  does(server, { kind: 'return', invocation, value: JSON.stringify(value) });
const ask = (to: number, args: unknown): TraceEvent =>
  does(CLERK, { kind: 'send', call: 1, to, method: 'mine', args: JSON.stringify(args) });

function told(events: readonly TraceEvent[]): string {
  const story = new PlaceStory(MEMBERS);
  for (const event of events) story.take(event);
  return story.tell().join('\n');
}

const JOIN = [call(ADMIN, 1, 'join', { 2: ['g2-0', 'g2-1'] }), answer(ADMIN, 1, null)];
const config = { num: 7, shards: Array.from({ length: 12 }, () => 2), groups: {} };
const QUERY = [call(ADMIN, 2, 'query', -1), answer(ADMIN, 2, config)];
const WAITS = [call(CLERK, 3, 'get', 'k3'), ask(2, { key: 'k3' }), ask(3, { key: 'k3' })];

test('a key that is waited for is told with its shard, its group, and what those servers do', () => {
  expect(told([...JOIN, ...QUERY, ...WAITS, { kind: 'crash', ...AT, server: 3 }])).toBe(
    `clerk 0 waits for get("k3") since 2.000 s: the key is in shard ${shardOf('k3')}, which in ` +
      "configuration 7, the newest that an admin was told, is group 2's (g2 0: up, g2 1: down). " +
      'It asked g2 0: up, g2 1: down.',
  );
});

test('a configuration that is older than the last change is said to be so', () => {
  const events = [...QUERY, call(ADMIN, 4, 'move', 0, 2), answer(ADMIN, 4, null), ...WAITS];
  expect(told(events)).toContain('the newest that an admin was told, 1 change ago,');
});

test('where nobody asked for a configuration, the groups that have joined are told', () => {
  expect(told([...JOIN, ...WAITS])).toContain('and the groups that have joined are 2.');
});

test('what has its answer is not waited for', () => {
  expect(told([...WAITS, answer(CLERK, 3, { err: 'ErrNoKey' })])).toBe('');
});
