import { expect, test } from 'vitest';
import { ask, replyOf, startedNative, toldBy } from './native.fixture.ts';
import type { BeginNative } from './native-process.ts';

interface CounterRpc {
  add(args: { by: number }): number;
  slowly(args: { answer: string }): string;
  remind(args: { afterMs: number }): boolean;
  fail(args: null): never;
}

const counter: BeginNative<CounterRpc> = ({ nowMs, after, tell, store }) => {
  let added = 0;
  return {
    add({ by }) {
      added++;
      const sum = (store.get<number>('sum') ?? 0) + by;
      store.write({ sum });
      tell('news', { sum, added });
      return sum;
    },
    *slowly({ answer }) {
      yield 2.5;
      tell('news', nowMs());
      yield 1;
      return answer;
    },
    remind({ afterMs }) {
      after(afterMs, () => tell('news', 'now'));
      return true;
    },
    fail() {
      throw new TypeError('a mistake of ours');
    },
  };
};

test('answers with what its handler returns, after what that did', () => {
  expect(ask(startedNative(counter), 'add', { by: 3 })).toEqual([
    { kind: 'write', records: [['sum', '3']] },
    { kind: 'emit', channel: 'news', value: '{"sum":3,"added":1}' },
    { kind: 'respond', call: 7, reply: '3' },
  ]);
});

test('a handler that takes time answers when its generator returns', () => {
  const server = startedNative(counter);
  expect(ask(server, 'slowly', { answer: 'yes' })).toEqual([
    { kind: 'set-timer', timer: 1, delayUs: 2_500 },
  ]);
  // Others are served meanwhile.
  expect(replyOf(ask(server, 'add', { by: 1 }))).toBe(1);
  const woken = server.step({ kind: 'timer', timer: 1 }, 9_000);
  expect(woken.map(({ kind }) => kind)).toEqual(['emit', 'set-timer']);
  expect(toldBy(woken)).toEqual([9]);
  expect(replyOf(server.step({ kind: 'timer', timer: 2 }, 10_000))).toBe('yes');
  expect(server.step({ kind: 'timer', timer: 2 }, 10_000)).toEqual([]);
});

test('acts later, once', () => {
  const server = startedNative(counter);
  expect(replyOf(ask(server, 'remind', { afterMs: 10 }))).toBe(true);
  expect(toldBy(server.step({ kind: 'timer', timer: 1 }, 10_000))).toEqual(['now']);
});

test('keeps its store over a crash, and nothing else', () => {
  const again = startedNative(counter, { records: [['sum', '5']] });
  expect(toldBy(ask(again, 'add', { by: 1 }))).toEqual([{ sum: 6, added: 1 }]);
});

test('answers those who call it from outside', () => {
  const server = startedNative(counter);
  const event = { kind: 'invoke', invocation: 4, method: 'add', args: '[{"by":2}]' } as const;
  expect(server.step(event, 0).at(-1)).toEqual({ kind: 'return', invocation: 4, value: '2' });
});

test.each(['absent', 'toString', '__proto__'])(
  'refuses a call of %s, which it does not have',
  (method) => {
    expect(ask(startedNative(counter), method, {})).toEqual([
      {
        kind: 'fail',
        message: `a process called ${method}() of 'server-0', which has only add, slowly, remind, fail`,
        stack: '',
      },
    ]);
  },
);

test('a mistake in a handler is nobody else’s', () => {
  expect(() => ask(startedNative(counter), 'fail', null)).toThrow('a mistake of ours');
});
