import { expect, test } from 'vitest';
import type { QueueFact } from './fact.ts';
import { Ledger } from './ledger.ts';

type Untimed = QueueFact extends infer Fact
  ? Fact extends QueueFact
    ? Omit<Fact, 'atUs'>
    : never
  : never;

const publish = { publisher: 'publisher 1', call: 1, body: 'a' };
const handling = { consumer: 'consumer 1', id: '7', body: 'a' };
const begun: Untimed = { kind: 'begun', isMarked: false, ...handling };

function ledgerOf(...facts: readonly Untimed[]): Ledger {
  const ledger = new Ledger();
  for (const fact of facts) ledger.see({ ...fact, atUs: 0 });
  return ledger;
}

test('adds up what became of a message', () => {
  const ledger = ledgerOf(
    { kind: 'published', ...publish },
    begun,
    { kind: 'confirmed', ...publish },
    { kind: 'ended', outcome: 'failed', ...handling },
    begun,
    { kind: 'ended', outcome: 'done', ...handling },
    { kind: 'effect', id: '7', body: 'a', isNew: true },
    { kind: 'effect', id: '7', body: 'a', isNew: false },
  );
  expect(ledger.of('a')).toEqual({
    body: 'a',
    published: 1,
    confirmed: 1,
    begun: 2,
    failed: 1,
    effects: 1,
  });
  expect(ledger.unconfirmed).toEqual([]);
});

test('knows what a consumer has in hand until that ends or the consumer dies', () => {
  const ended: Untimed = { kind: 'ended', outcome: 'done', ...handling };
  const died: Untimed = { kind: 'crashed', process: 'consumer 1' };
  expect(ledgerOf(begun).inHand('consumer 1')).toHaveLength(1);
  expect(ledgerOf(begun, begun, ended).inHand('consumer 1')).toHaveLength(1);
  expect(ledgerOf(begun, ended).inHand('consumer 1')).toEqual([]);
  expect(ledgerOf(begun, begun, died).inHand('consumer 1')).toEqual([]);
});

test('waits for no publish of a publisher that died', () => {
  const published: Untimed = { kind: 'published', ...publish };
  expect(ledgerOf(published).unconfirmed).toHaveLength(1);
  expect(ledgerOf(published, { kind: 'crashed', process: 'publisher 1' }).unconfirmed).toEqual([]);
});
