import { expect, test } from 'vitest';
import { wait } from '../vocabulary/script.ts';
import { chatter, of, play, quiet, send, timer } from './play.fixture.ts';

test('a link can be cut one way only', () => {
  const world = play(chatter(2), () => quiet(200), {
    plan: [{ atUs: 0, fault: { kind: 'block-link', from: 0, to: 1 } }],
  });
  expect(of(world, 'request "1>0').length).toBeGreaterThan(10);
  expect(of(world, 'request "0>1')).toEqual([]);
  // Its answers travel on the cut link too.
  expect(of(world, 'reply "1>0')).toEqual([]);
});

test('held messages stay until they are released', () => {
  const counts: number[] = [];
  const world = play(
    (event, me) =>
      event.kind === 'boot' && me === 0 ? [send(1, 1, '"a"'), send(2, 1, '"b"')] : [],
    function* (sim) {
      yield* wait(100);
      counts.push(sim.calls.held);
      sim.heal();
      counts.push(sim.calls.held);
      yield* wait(100);
    },
    { observer: { holds: () => true } },
  );
  expect(counts).toEqual([2, 0]);
  expect(of(world, 'request')).toHaveLength(2);
  for (const line of of(world, 'request'))
    expect(Number.parseFloat(line)).toBeGreaterThanOrEqual(100);
});

test('a reply to a dead incarnation never arrives', () => {
  const world = play(
    (event, me) => {
      if (event.kind === 'request') return [{ kind: 'respond', call: event.call, reply: '1' }];
      return event.kind === 'boot' && me === 0 ? [send(1, 1, '"hello"')] : [];
    },
    () => quiet(200),
    { plan: [{ atUs: 100, fault: { kind: 'crash', server: 0, restartAfterMs: 1 } }] },
  );
  expect(of(world, 'request')).toHaveLength(2);
  expect(of(world, '0 reply')).toHaveLength(1);
});

test('of a request that comes twice, the answer to the first delivery is the one that is heard', () => {
  const times = new Map<string, number>();
  const world = play(
    (event, me) => {
      if (event.kind === 'request') {
        const time = (times.get(event.args) ?? 0) + 1;
        times.set(event.args, time);
        return [{ kind: 'respond', call: event.call, reply: `"delivery ${time}"` }];
      }
      if (event.kind !== 'boot' || me !== 0) return [];
      return Array.from({ length: 400 }, (_, i) => send(i, 1, `${i}`));
    },
    () => quiet(200),
    { network: 'unreliable' },
  );
  expect([...times.values()]).toContain(2);
  expect(of(world, 'reply "delivery 1"').length).toBeGreaterThan(300);
  expect(of(world, 'reply "delivery 2"')).toEqual([]);
});

test('a call to a server that is down resolves as lost within 7 s', () => {
  const world = play(
    (event, me) =>
      event.kind === 'timer' && me === 0
        ? [send(1, 1, '1')]
        : event.kind === 'boot'
          ? [timer(1, 10)]
          : [],
    () => quiet(8_000),
    { plan: [{ atUs: 0, fault: { kind: 'crash', server: 1 } }] },
  );
  expect(of(world, '0 reply null')).toHaveLength(1);
});

test('no fault of the network touches the link to a device', () => {
  const program = 'server';
  const world = play(
    (event, me) => {
      if (event.kind === 'request') return [{ kind: 'respond', call: event.call, reply: '1' }];
      return event.kind === 'boot' && me === 0 ? [send(1, 1, '"x"')] : [];
    },
    () => quiet(50),
    {
      network: 'unreliable',
      processes: [
        { program, name: 'worker' },
        { program, name: 'files', role: 'device' },
      ],
      plan: [{ atUs: 0, fault: { kind: 'partition', groups: [[0], [1]] } }],
    },
  );
  expect(of(world, '0 reply 1')).toHaveLength(1);
});

test('the trace follows each message from its sending to its end', () => {
  const ways = new Map<number, string[]>();
  let messages = 0;
  play(chatter(3), () => quiet(2_000), {
    network: 'unreliable',
    plan: [
      { atUs: 200_000, fault: { kind: 'pause', server: 1, forMs: 100 } },
      { atUs: 400_000, fault: { kind: 'disconnect', server: 2, forMs: 100 } },
      { atUs: 600_000, fault: { kind: 'crash', server: 0, restartAfterMs: 100 } },
    ],
    observer: { holds: (from) => from === 2 && messages++ % 7 === 0 },
    record: (event) => {
      if (!('message' in event) || event.message === undefined) return;
      const { kind, message } = event;
      const sort = kind === 'sent' && event.copyOf !== undefined ? 'copied' : kind;
      ways.set(message, [...(ways.get(message) ?? []), sort]);
    },
  });
  const kinds = new Set([...ways.values()].map((way) => way.join(' ')));
  const inTheEnd = ['sent', 'sent held', 'copied', 'copied held'];
  const complete = [...kinds].filter((way) => !inTheEnd.includes(way));
  expect(complete.toSorted()).toEqual([
    'copied event',
    'copied lost',
    'sent event',
    'sent lost',
    'sent unheard',
  ]);
});

test('what is held and let go is the message that was sent', () => {
  const way: string[] = [];
  play(
    (event, me) => (event.kind === 'boot' && me === 0 ? [send(1, 1, '"a"')] : []),
    function* (sim) {
      yield* wait(100);
      sim.heal();
      yield* wait(100);
    },
    {
      observer: { holds: () => true },
      record: (event) => {
        if ('message' in event && event.message === 0) way.push(event.kind);
      },
    },
  );
  expect(way).toEqual(['sent', 'held', 'let-go', 'event']);
});
