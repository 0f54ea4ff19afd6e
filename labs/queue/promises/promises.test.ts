import { expect, test } from 'vitest';
import type { Evidence, FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { Handling, QueueFact, Terms } from '../fact.ts';
import { handedOutOnce } from './handed-out-once.ts';
import { inOrder } from './in-order.ts';
import { limitIsKept } from './limit-is-kept.ts';
import { nobodyIdles } from './nobody-idles.ts';
import { nothingInvented } from './nothing-invented.ts';
import { oneEffect } from './one-effect.ts';
import { prefetchIsKept } from './prefetch-is-kept.ts';
import { secondIsMarked } from './second-is-marked.ts';

type Untimed = QueueFact extends infer Fact
  ? Fact extends QueueFact
    ? Omit<Fact, 'atUs'>
    : never
  : never;

const terms = (more: Partial<Terms> = {}): Untimed => ({
  kind: 'terms',
  consumers: ['consumer-1', 'consumer-2'],
  prefetch: 1,
  deliveriesMax: 2,
  isLossy: false,
  hasOneEffect: true,
  ...more,
});
const alone = terms({ consumers: ['consumer-1'] });

const publish = (kind: 'published' | 'confirmed', body: string, call = 0): Untimed => {
  return { kind, publisher: 'publisher-1', call, body };
};
const published = (body: string, call = 0): Untimed => publish('published', body, call);
const confirmed = (body: string, call = 0): Untimed => publish('confirmed', body, call);

const handling = (consumer: number, body: string): Handling => {
  return { consumer: `consumer-${consumer}`, id: `id of ${body}`, body };
};
const begun = (consumer: number, body: string, isMarked = false): Untimed => {
  return { kind: 'begun', isMarked, ...handling(consumer, body) };
};
const ended = (consumer: number, body: string, outcome: 'done' | 'failed' = 'done'): Untimed => {
  return { kind: 'ended', outcome, ...handling(consumer, body) };
};
const effect = (body: string, id = `id of ${body}`, isNew = true): Untimed => {
  return { kind: 'effect', id, body, isNew };
};
const crash: Untimed = { kind: 'crashed', process: 'consumer-1' };
const cut: Untimed = { kind: 'fault', isMomentary: false };

/** Evidence against a promise after these facts, one a second; 'holds' when there is none. */
function judge(promise: FactPromise<QueueFact>, ...facts: readonly Untimed[]): Evidence | 'holds' {
  const watch = promise.startCheck();
  for (const [second, fact] of facts.entries()) {
    const evidence = watch({ ...fact, atUs: second * 1_000_000 });
    if (evidence !== undefined) return evidence;
  }
  return 'holds';
}

test('where nothing fails a message is handed out once', () => {
  const twice = [published('a'), begun(1, 'a'), begun(2, 'a')];
  expect(judge(handedOutOnce, terms(), ...twice)).toEqual([
    '"a" was handed to consumer-1 at 2.000 s, and again to consumer-2 at 3.000 s',
  ]);
  expect(judge(handedOutOnce, terms(), published('a', 1), ...twice)).toBe('holds');
  expect(judge(handedOutOnce, terms({ isLossy: true }), ...twice)).toBe('holds');
  expect(judge(handedOutOnce, terms(), published('a'), begun(1, 'a'), crash, begun(2, 'a'))).toBe(
    'holds',
  );
});

test('a first delivery is not marked, and one that failed is due again', () => {
  expect(judge(handedOutOnce, terms(), published('a'), begun(1, 'a', true))).toEqual([
    '"a" was handed to consumer-1 as redelivered, and nobody had it before',
  ]);
  const again = [published('a'), begun(1, 'a'), ended(1, 'a', 'failed'), begun(2, 'a', true)];
  expect(judge(handedOutOnce, terms(), ...again)).toBe('holds');
});

test('one consumer gets messages in the order of their publishes', () => {
  const two = [published('a', 1), confirmed('a', 1), published('b', 2), confirmed('b', 2)];
  expect(judge(inOrder, alone, ...two, begun(1, 'a'), begun(1, 'b'))).toBe('holds');
  expect(judge(inOrder, alone, ...two, begun(1, 'b'))).toEqual([
    '"a" was confirmed before "b" was published',
    'consumer-1 began with "b", and has not had "a" yet',
  ]);
  expect(judge(inOrder, terms(), ...two, begun(1, 'b'))).toBe('holds');
});

test('publishes that overlap have no order', () => {
  const both = [published('a', 1), published('b', 2), confirmed('a', 1), confirmed('b', 2)];
  expect(judge(inOrder, alone, ...both, begun(1, 'b'), begun(1, 'a'))).toBe('holds');
});

test('a consumer has as much in hand as its prefetch says', () => {
  expect(judge(prefetchIsKept, terms(), begun(1, 'a'), ended(1, 'a'), begun(1, 'b'))).toBe('holds');
  expect(judge(prefetchIsKept, terms(), begun(1, 'a'), begun(2, 'b'))).toBe('holds');
  expect(judge(prefetchIsKept, terms(), begun(1, 'a'), begun(1, 'b'))).toEqual([
    'consumer-1 began with "b", its message 2 of 1',
  ]);
});

test('nobody idles beside a message that waits', () => {
  const wait = [confirmed('a'), begun(1, 'a'), confirmed('b'), ended(1, 'a')];
  expect(judge(nobodyIdles, terms(), ...wait, begun(1, 'b'))).toEqual([
    '"b" was confirmed at 3.000 s, and nobody had begun with it at 5.000 s',
    'consumer-2 had nothing to do from 3.000 s on',
  ]);
  expect(judge(nobodyIdles, alone, ...wait, begun(1, 'b'))).toBe('holds');
});

test('what nobody published is not handled, and what nobody handles has no effect', () => {
  expect(judge(nothingInvented, published('a'), begun(1, 'a'), effect('a'))).toBe('holds');
  expect(judge(nothingInvented, published('a'), begun(1, 'b'))).toEqual([
    'consumer-1 handled "b", which nobody has published',
  ]);
  expect(judge(nothingInvented, published('a'), begun(1, 'a'), effect('a', 'other'))).toEqual([
    '"a" took effect under the id "other", and no handle had begun for it',
  ]);
});

test('of all hand-outs one is a first one, whichever begins first', () => {
  const calm = [terms(), published('a'), confirmed('a'), crash];
  expect(judge(secondIsMarked, ...calm, begun(2, 'a', true), begun(1, 'a'))).toBe('holds');
  expect(judge(secondIsMarked, ...calm, begun(1, 'a'), begun(2, 'a'))).toEqual([
    '"a" was handed out as a first delivery to consumer-1 at 4.000 s, and to consumer-2 at 5.000 s',
  ]);
});

test('a publish that was disturbed may be two messages', () => {
  const first = [begun(1, 'a'), begun(2, 'a')];
  expect(judge(secondIsMarked, terms(), published('a'), crash, confirmed('a'), ...first)).toBe(
    'holds',
  );
  expect(judge(secondIsMarked, terms(), cut, published('a'), confirmed('a'), ...first)).toBe(
    'holds',
  );
  expect(
    judge(secondIsMarked, terms({ isLossy: true }), published('a'), confirmed('a'), ...first),
  ).toBe('holds');
});

test('a message is handed out as often as the limit allows', () => {
  const twice = [begun(1, 'a'), begun(1, 'a', true)];
  const calm = [terms(), published('a'), confirmed('a')];
  expect(judge(limitIsKept, ...calm, ...twice)).toBe('holds');
  expect(judge(limitIsKept, ...calm, ...twice, begun(2, 'a', true))).toEqual([
    'consumer-2 began to handle "a": that was hand-out 3 of 2',
  ]);
  expect(judge(limitIsKept, terms(), published('a'), crash, ...twice, begun(2, 'a'))).toBe('holds');
});

test('a publish has one effect, and two of one body have two', () => {
  const again = [effect('a', '1'), effect('a', '1', false), effect('a', '2')];
  expect(judge(oneEffect, terms(), published('a', 1), ...again)).toEqual([
    '"a" was published once and took effect 2 times, under the ids',
    '"1", "2"',
  ]);
  expect(judge(oneEffect, terms(), published('a', 1), published('a', 2), ...again)).toBe('holds');
  expect(judge(oneEffect, terms({ hasOneEffect: false }), published('a', 1), ...again)).toBe(
    'holds',
  );
});
