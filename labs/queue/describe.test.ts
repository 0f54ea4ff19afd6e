import { expect, test } from 'vitest';
import type { Effect, ServerEvent } from '../../harness/vocabulary/server.ts';
import { describeQueue } from './describe.ts';
import { lab } from './lab.ts';

const [scenario] = lab.scenarios;
const members = Array.isArray(scenario?.processes) ? scenario.processes : [];
const outside = members.length - 1;
const past = {
  trigger: null,
  effects: [],
  saved: () => null,
  records: () => new Map<string, string>(),
  observed: () => null,
  request: () => undefined,
};

function told(what: { effect: Effect } | { event: ServerEvent }): string | undefined {
  const at = { atUs: 0, server: 2 };
  const line =
    'effect' in what
      ? ({ kind: 'effect', ...at, ...what } as const)
      : ({ kind: 'event', ...at, ...what, from: 0, method: '' } as const);
  return describeQueue(members, '').tell(line, past)?.words;
}

const sends = (method: string, args: object, to = outside): string | undefined =>
  told({ effect: { kind: 'send', call: 1, to, method, args: JSON.stringify(args) } });

test('tells what a consumer does with a message', () => {
  const delivery = { id: '7', body: 'a', redelivered: false };
  expect(sends('begin', delivery)).toBe('handles "a"');
  expect(sends('begin', { ...delivery, redelivered: true })).toBe('handles "a" (again)');
  expect(sends('fail', delivery)).toBe('fails with "a"');
});

const attempt = (isNew: boolean): string | undefined => {
  const value = JSON.stringify({ key: '7', entry: 'a', isNew });
  return told({ effect: { kind: 'emit', channel: 'attempt', value } });
};

test("what a student's processes say to each other is theirs", () => {
  expect(sends('begin', { body: 'a' }, 0)).toBeUndefined();
});

test('tells effects, and those that there were before', () => {
  expect(attempt(true)).toBe('"a" is done');
  expect(attempt(false)).toBe('"a" was done before');
});

test('tells what is published', () => {
  const event = { kind: 'invoke', invocation: 1, method: 'publish', args: '["a"]' } as const;
  expect(told({ event })).toBe('publishes "a"');
});
