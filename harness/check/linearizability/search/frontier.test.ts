import { describe, expect, it } from 'vitest';
import type { Operation } from '../../history/operation.ts';
import { coarsened, damage, simulate, type Dice } from '../histories.fixture.ts';
import type { Model } from '../model.ts';
import { MODELS } from '../models.ts';
import { naiveVerdict } from '../naive-search.fixture.ts';
import { statesAfter } from '../order.ts';
import {
  plainKv,
  plainList,
  plainLock,
  plainQueue,
  plainRegister,
  plainRegisters,
  type PlainObject,
} from '../plain-objects.fixture.ts';
import {
  differentValues,
  fewTexts,
  kvCalls,
  listCalls,
  lockCalls,
  queueCalls,
  registerCalls,
  registersCalls,
  type Calls,
} from '../workloads.fixture.ts';
import { Frontier } from './frontier.ts';

const HISTORIES = 1_000;

const twoTexts = (dice: Dice): string => dice.pick(['a', 'b']);
const halfCharacters = (dice: Dice): string => dice.pick(['\uD83D', '\uDE00', '\uD83D\uDE00']);
const twoNumbers = (dice: Dice): number => dice.roll(2);

interface Kind {
  readonly title: string;
  readonly model: Model;
  readonly object: PlainObject;
  readonly calls: () => Calls;
}

const KINDS: readonly Kind[] = [
  {
    title: 'texts of two letters',
    model: MODELS.kv,
    object: plainKv,
    calls: () => kvCalls(['get', 'get', 'put', 'append', 'append'], twoTexts, ['x']),
  },
  {
    title: 'texts of which one is another and a letter more',
    model: MODELS.kv,
    object: plainKv,
    calls: () => kvCalls(['get', 'get', 'put', 'append'], fewTexts, ['x']),
  },
  {
    title: 'texts that hardly are overwritten',
    model: MODELS.kv,
    object: plainKv,
    calls: () =>
      kvCalls(['get', 'get', 'get', 'append', 'append', 'append', 'put'], twoTexts, ['x']),
  },
  {
    title: 'texts of halves of one character',
    model: MODELS.kv,
    object: plainKv,
    calls: () => kvCalls(['get', 'get', 'put', 'append', 'append'], halfCharacters, ['x']),
  },
  {
    title: 'registers of two values',
    model: MODELS.register,
    object: plainRegister,
    calls: () => registerCalls(['read', 'write', 'cas'], twoNumbers),
  },
  {
    title: 'registers with hardly a plain write',
    model: MODELS.register,
    object: plainRegister,
    calls: () =>
      registerCalls(['read', 'write', 'cas', 'cas', 'cas', 'cas'], (dice) => dice.roll(3)),
  },
  {
    title: 'logs that tell offsets',
    model: MODELS.list,
    object: plainList({ tellsOffset: true }),
    calls: () => listCalls(twoNumbers),
  },
  {
    title: 'queues',
    model: MODELS.queue,
    object: plainQueue,
    calls: () => queueCalls(differentValues()),
  },
  {
    title: 'locks that refuse',
    model: MODELS.lock,
    object: plainLock({ tellsToken: false }),
    calls: () => lockCalls(['acquire', 'tryAcquire', 'tryAcquire']),
  },
  {
    title: 'several registers',
    model: MODELS['multi-register'],
    object: plainRegisters,
    calls: () => registersCalls,
  },
];

/** Small, with ties and unanswered operations, mostly damaged, and every other one by a coarse clock. */
function historyOf({ object, calls }: Kind, seed: number): Operation[] {
  const history = simulate(1_000_000 + seed, {
    object,
    nextCall: calls(),
    clients: 2 + (seed % 5),
    operations: 4 + (seed % 9),
    unknownPercent: (seed % 3) * 15,
    tiePercent: (seed % 5) * 8,
  });
  const told = seed % 4 === 0 ? history : damage(seed, damage(seed + 1, history));
  return seed % 2 === 0 ? told : coarsened(2 + (seed % 7), told);
}

describe('the search from return to return agrees with a plain search', () => {
  it.each(KINDS)('on $title, and its orders explain what was answered', (kind) => {
    const tally = { holds: 0, violated: 0 };
    for (let seed = 0; seed < HISTORIES; seed++) {
      const history = historyOf(kind, seed);
      const expected = naiveVerdict(history, kind.object);
      const { operations, problem } = kind.model.searchable(history);
      const search = new Frontier(problem, 1 + (seed % 4));
      const found = search.run(Infinity);
      if (found !== expected) expect({ seed, found, history }).toEqual({ seed, found: expected });
      const order = search.longest().flatMap((index) => operations[index] ?? []);
      expect([...statesAfter(order, kind.model)]).toHaveLength(order.length);
      expect(new Set(order).size).toBe(order.length);
      expect(firstOutOfTime(order, operations)).toBeUndefined();
      const isWhole = operations.every(({ end }, index) => {
        return end === 'unknown' || order.includes(operations[index] as Operation);
      });
      if (found === 'holds' && !isWhole) expect({ seed, order }).toBe('whole');
      tally[found === 'holds' ? 'holds' : 'violated']++;
    }
    expect(Math.min(tally.holds, tally.violated)).toBeGreaterThan(HISTORIES / 20);
  });
});

/** An operation that stands before another one which must come before it. */
function firstOutOfTime(
  order: readonly Operation[],
  lines: readonly Operation[],
): Operation | undefined {
  return order.find((operation, index) =>
    order.slice(index + 1).some((later) => {
      if (later.end === 'unknown') return false;
      if ((later.returnTime ?? Infinity) < operation.callTime) return true;
      const isSameClient = later.client === operation.client;
      return isSameClient && lines.indexOf(later) < lines.indexOf(operation);
    }),
  );
}
