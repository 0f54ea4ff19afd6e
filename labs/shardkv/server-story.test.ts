import { expect, test } from 'vitest';
import { Teller } from '../../harness/story/steps.ts';
import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import type { Effect, ServerEvent } from '../../harness/vocabulary/server.ts';
import { shardOf } from './api.ts';
import { describeShards } from './describe.ts';

const MEMBERS = ['ctl-0', 'g1-0', 'g2-0', 'clerk-0'].map((name) => ({
  program: 'any',
  name,
  role: name.startsWith('clerk') ? 'clerk' : 'server',
  group: name.slice(0, name.indexOf('-')),
}));
const [CONTROLLER, G1, G2, CLERK] = [0, 1, 2, 3] as const;
const SHARD = shardOf('k3');
const EVIDENCE = 'Clerk-0\'s Get("k3") saw too old a version';

const text = (value: unknown): string => JSON.stringify(value);
const hears = (ms: number, server: number, from: number, event: ServerEvent): TraceEvent => {
  return { kind: 'event', atUs: ms * 1_000, server, event, from, method: 'ask' };
};
const does = (ms: number, server: number, effect: Effect): TraceEvent => {
  return { kind: 'effect', atUs: ms * 1_000, server, effect };
};
const config = (num: number, gid: number) => {
  return { num, shards: Array.from({ length: 12 }, () => gid), groups: {} };
};
/** A server of a group is told a configuration, in some wrapping of the student's. */
const told = (ms: number, server: number, num: number, gid: number): TraceEvent =>
  hears(ms, server, CONTROLLER, {
    kind: 'reply',
    call: ms,
    reply: text({ is: [config(num, gid)] }),
  });
/** One server asks another for a shard. */
const handOver = (ms: number, shard: number, answer: object): TraceEvent[] => [
  hears(ms, G1, G2, { kind: 'request', call: ms, method: 'give', args: text({ shard }) }),
  does(ms, G1, { kind: 'respond', call: ms, reply: text(answer) }),
];
/** The clerk gets a key, and this server answers it. */
const get = (ms: number, server: number): TraceEvent[] => [
  hears(ms, CLERK, CLERK, { kind: 'invoke', invocation: ms, method: 'get', args: '["k3"]' }),
  hears(ms + 1, CLERK, server, { kind: 'reply', call: ms, reply: text({ err: 'OK' }) }),
  does(ms + 1, CLERK, { kind: 'return', invocation: ms, value: text({ err: 'ErrNoKey' }) }),
];

function story(events: readonly TraceEvent[], evidence = EVIDENCE): string[] {
  const rows = new Teller(describeShards(MEMBERS, evidence), MEMBERS).tell(events);
  return rows.map(({ cells, across }) => {
    const words = cells.map(({ server, parts }) => {
      return `${MEMBERS[server]?.name}: ${parts.map((part) => part.words).join(', ')}`;
    });
    return across ?? words.join('; ');
  });
}

test('a group hears of a configuration, in the words of the shard that the verdict is about', () => {
  expect(story([told(1, G1, 1, 1), told(2, G1, 2, 2)])).toEqual([
    `g1-0: hears of configuration 1: shard ${SHARD} is group 1's`,
    `g1-0: hears of configuration 2: shard ${SHARD} is group 2's`,
  ]);
  expect(story([told(1, G1, 1, 1)], '')).toEqual([
    'g1-0: hears of configuration 1: it has all shards',
  ]);
});

test('a configuration that changes nothing for that shard is not told, nor an old one', () => {
  expect(story([told(1, G1, 3, 1), told(2, G1, 4, 1), told(3, G1, 2, 2)])).toHaveLength(1);
});

test('messages about that shard are told, whatever they are called, and those about others are not', () => {
  const events = [...handOver(1, SHARD, { err: 'OK' }), ...handOver(2, SHARD + 1, { err: 'OK' })];
  expect(story(events)).toEqual([`g1-0: give shard ${SHARD}, for g2-0 -> OK`]);
});

test('who answered a clerk is told with it', () => {
  expect(story(get(1, G1))).toEqual(['clerk-0: get("k3") -> ErrNoKey, from g1-0']);
});

test('a group that answers for a shard that it gave away is told with what both sides know, once', () => {
  const moved = [
    told(1, G1, 1, 1),
    told(2, G1, 2, 2),
    ...get(5, G2),
    ...get(10, G1),
    ...get(15, G1),
  ];
  expect(story(moved).filter((line) => line.includes('answers for'))).toEqual([
    `g1-0 answers for shard ${SHARD}: configuration 2 gives it to group 2; group 1 heard of that at ` +
      '0.002 s, and g2-0 answered for it at 0.006 s',
  ]);
});

test('a group that has had time to take a configuration is told with it, and one that has just heard of it is not', () => {
  const moved = [told(1, G1, 1, 1), told(2, G1, 2, 2)];
  const isDoubted = (ms: number): boolean =>
    story([...moved, ...get(ms, G1)]).some((line) => line.includes('answers for'));
  expect(isDoubted(50)).toBe(false);
  expect(isDoubted(150)).toBe(true);
});

test('of several calls that wait, the shard of the first one is told', () => {
  const evidence =
    'clerk-0 has waited since 1.000 s: get {"key":"k3"}\nclerk-1 ...: get {"key":"k4"}';
  expect(story([told(1, G1, 1, 1)], evidence)).toEqual([
    `g1-0: hears of configuration 1: shard ${SHARD} is group 1's`,
  ]);
});

test('before its group has heard of the move, and before the other one has answered, nobody is blamed', () => {
  const moved = [told(1, G1, 1, 1), told(2, G2, 2, 2), ...get(10, G1)];
  expect(story(moved).some((line) => line.includes('answers for'))).toBe(false);
});
