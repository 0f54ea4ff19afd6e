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
const joinsGroup1 = [call(ADMIN, 6, 'join', { 1: ['g1-0'] }), answer(ADMIN, 6, null)];
const config = { num: 7, shards: Array.from({ length: 12 }, () => 2), groups: {} };
const QUERY = [call(ADMIN, 2, 'query', -1), answer(ADMIN, 2, config)];
const WAITS = [call(CLERK, 3, 'get', 'k3'), ask(2, { key: 'k3' }), ask(3, { key: 'k3' })];

test('a key that is waited for is told with its shard, its group, and what those servers do', () => {
  expect(told([...JOIN, ...QUERY, ...WAITS, { kind: 'crash', ...AT, server: 3 }])).toBe(
    `clerk-0 waits for get("k3") since 2.000 s: the key is in shard ${shardOf('k3')}, which is ` +
      "group 2's (g2-0: up, g2-1: down), in configuration 7, the newest that the controllers told " +
      'anybody. It asked g2-0: up, g2-1: down.',
  );
});

test('a configuration that a controller told any server counts, whatever is around it', () => {
  const newer = { is: [{ ...config, num: 8, shards: config.shards.map(() => 1) }] };
  const reply = does(0, { kind: 'respond', call: 9, reply: JSON.stringify(newer) });
  expect(told([...JOIN, ...QUERY, reply, ...WAITS])).toContain(
    "which is group 1's (g1-0: up), in configuration 8, the newest that the controllers told anybody.",
  );
});

test('after the newest configuration that was told, a move or a sole group says who has the shard', () => {
  const older = answer(ADMIN, 2, { ...config, num: 1 });
  const first = answer(ADMIN, 2, { ...config, num: 2 });
  const moved = [call(ADMIN, 4, 'move', shardOf('k3'), 1), answer(ADMIN, 4, null)];
  const left = [call(ADMIN, 5, 'leave', [2]), answer(ADMIN, 5, null)];
  expect(told([...JOIN, ...joinsGroup1, first, ...moved, ...WAITS])).toContain(
    `which is group 1's (g1-0: up), since move(shard ${shardOf('k3')}, group 1).`,
  );
  expect(told([...JOIN, ...joinsGroup1, first, ...left, ...WAITS])).toContain(
    "which is group 1's (g1-0: up), the only one that has joined, after leave(2).",
  );
  expect(told([...JOIN, older, ...joinsGroup1, ...WAITS])).toContain(
    "is group 2's (g2-0, g2-1: up), in configuration 1, the newest that the controllers told anybody; after it came join(1).",
  );
});

test('where nobody was told a configuration, the groups that have joined are told', () => {
  expect(told([...JOIN, ...joinsGroup1, ...WAITS])).toContain(
    'and the groups that have joined are 2, 1.',
  );
});

test('what has its answer is not waited for', () => {
  expect(told([...WAITS, answer(CLERK, 3, { err: 'ErrNoKey' })])).toBe('');
});
