import { describe, expect, it } from 'vitest';
import type { Operation } from '../history/operation.ts';
import { checkHistory } from './check.ts';
import { crowdHistory, type Crowd } from './crowds.fixture.ts';
import type { Model } from './model.ts';
import { MODELS } from './models.ts';
import { longestOrder, statesAfter } from './order.ts';
import { plainKv, plainRegister } from './plain-objects.fixture.ts';
import { kvCalls, registerCalls } from './workloads.fixture.ts';

interface Kind {
  readonly model: Model;
  readonly crowd: Crowd;
  /** 1 to 6 unless given; those that take the longest are left out. */
  readonly seeds?: readonly number[];
}

/** Crowds on few values, for which a search along the lines of Wing and Gong takes more than a minute. */
const KINDS: Readonly<Record<string, Kind>> = {
  'a register with compare-and-set, 50 clients, 5 values': {
    model: MODELS.register,
    crowd: {
      object: plainRegister,
      clients: 50,
      operations: 500,
      nextCall: registerCalls(['read', 'write', 'cas'], (dice) => dice.roll(5)),
    },
  },
  'the same with 100 clients, of whose calls every fifth is never answered': {
    model: MODELS.register,
    crowd: {
      object: plainRegister,
      clients: 100,
      operations: 2_000,
      unknownPercent: 20,
      nextCall: registerCalls(['read', 'write', 'cas'], (dice) => dice.roll(5)),
    },
  },
  'texts of two letters, 50 clients': {
    model: MODELS.kv,
    crowd: {
      object: plainKv,
      clients: 50,
      operations: 500,
      nextCall: kvCalls(['get', 'put', 'append'], (dice) => dice.pick(['a', 'b']), ['x']),
    },
  },
  'texts of two letters, 50 clients, hardly a put': {
    seeds: [1, 2, 5, 6],
    model: MODELS.kv,
    crowd: {
      object: plainKv,
      clients: 50,
      operations: 500,
      nextCall: kvCalls(
        ['put', ...times(8, 'get'), ...times(7, 'append')],
        (dice) => dice.pick(['a', 'b']),
        ['x'],
      ),
    },
  },
  'the same with three letters, and every tenth call is never answered': {
    seeds: [1, 3, 5],
    model: MODELS.kv,
    crowd: {
      object: plainKv,
      clients: 50,
      operations: 500,
      unknownPercent: 10,
      nextCall: kvCalls(
        ['put', ...times(8, 'get'), ...times(7, 'append')],
        (dice) => dice.pick(['a', 'b', 'c']),
        ['x'],
      ),
    },
  },
  'a register with compare-and-set, 50 clients, hardly a write': {
    // Every tenth of these stays undecided, such as number 3.
    seeds: [1, 4, 5, 6, 7, 8],
    model: MODELS.register,
    crowd: {
      object: plainRegister,
      clients: 50,
      operations: 500,
      nextCall: registerCalls(['read', 'write', ...times(8, 'cas')], (dice) => dice.roll(5)),
    },
  },
};

function times(count: number, op: string): readonly string[] {
  return Array.from({ length: count }, () => op);
}

const SEEDS = [1, 2, 3, 4, 5, 6];

describe.each(Object.entries(KINDS))('%s', (_name, { model, crowd, seeds = SEEDS }) => {
  it.each(seeds)('is decided, seed %i', (seed) => {
    expect(checkHistory(crowdHistory(seed, crowd), model).kind).toBe('holds');
  });

  it('has an order that can be followed, with every answered operation in it', () => {
    const history = crowdHistory(1, crowd);
    const { operations, left } = longestOrder(history, model, 4_000_000);
    expect(left).toEqual([]);
    expect([...statesAfter(operations, model)]).toHaveLength(operations.length);
    expect(outOfTime(operations)).toEqual([]);
  });
});

/** The operations of an order that were over before one that stands before them was called. */
function outOfTime(order: readonly Operation[]): Operation[] {
  let latestCall = -Infinity;
  return order.filter(({ callTime, returnTime }) => {
    latestCall = Math.max(latestCall, callTime);
    return (returnTime ?? Infinity) < latestCall;
  });
}
