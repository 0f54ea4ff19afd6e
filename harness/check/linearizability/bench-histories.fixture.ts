import type { Operation } from '../history/operation.ts';
import { crowdHistory } from './crowds.fixture.ts';
import { simulate } from './histories.fixture.ts';
import { plainKv, plainRegister, plainVersionedKv } from './plain-objects.fixture.ts';
import { differentValues, kvCalls, registerCalls, versionedCalls } from './workloads.fixture.ts';

/* Bench support: the histories whose speed is promised. All of them are linearizable. */

/** Versioned puts and gets of 10 clients on one key. */
export function versionedHistory(operations: number): Operation[] {
  return simulate(1, {
    object: plainVersionedKv,
    nextCall: versionedCalls((dice) => dice.pick(['a', 'b', 'c'])),
    clients: 10,
    operations,
  });
}

/** 2,000 gets, puts and appends of 50 clients on a few keys. */
export function textHistory(keys: readonly string[]): Operation[] {
  return simulate(2, {
    object: plainKv,
    nextCall: kvCalls(['get', 'put', 'append'], differentValues(), keys),
    clients: 50,
    operations: 2000,
  });
}

/** Register histories of 10 clients and 80 operations, 15 of them unanswered. */
export function registerHistories(count: number): Operation[][] {
  const histories: Operation[][] = [];
  for (let seed = 0; histories.length < count; seed++) {
    const history = simulate(seed, {
      object: plainRegister,
      nextCall: registerCalls(['read', 'write', 'cas'], (dice) => dice.roll(5)),
      clients: 10,
      operations: 80,
      unknownPercent: 20,
    });
    if (history.filter(({ end }) => end === 'unknown').length === 15) histories.push(history);
  }
  return histories;
}

/** Histories of 340 gets, puts and appends of 10 clients and three values on one key. */
export function fewTextHistories(count: number): Operation[][] {
  const nextCall = kvCalls(['get', 'put', 'append'], (dice) => dice.pick(['a', 'b', 'c']), ['x']);
  return Array.from({ length: count }, (_, seed) =>
    crowdHistory(seed, { object: plainKv, nextCall, clients: 10, operations: 340 }),
  );
}

/** A history of 50 clients that read, write and compare-and-set five values. */
export function casHistory(): Operation[] {
  const nextCall = registerCalls(['read', 'write', 'cas'], (dice) => dice.roll(5));
  return crowdHistory(4, { object: plainRegister, nextCall, clients: 50, operations: 500 });
}
