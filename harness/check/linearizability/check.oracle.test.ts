import { describe, expect, it } from 'vitest';
import type { Operation } from '../history/operation.ts';
import { checkHistory } from './check.ts';
import { coarsened, damage, simulate } from './histories.fixture.ts';
import type { Model } from './model.ts';
import { MODELS } from './models.ts';
import { naiveVerdict } from './naive-search.fixture.ts';
import {
  plainCounter,
  plainKv,
  plainList,
  plainLock,
  plainMutex,
  plainQueue,
  plainRegister,
  plainRegisters,
  plainSet,
  plainVersionedKv,
  type PlainObject,
} from './plain-objects.fixture.ts';
import {
  counterCalls,
  differentValues,
  fewNumbers,
  fewTexts,
  kvCalls,
  listCalls,
  lockCalls,
  mutexCalls,
  queueCalls,
  registerCalls,
  registersCalls,
  setCalls,
  versionedCalls,
  type Calls,
} from './workloads.fixture.ts';

const HISTORIES = 10_000;

interface Kind {
  readonly title: string;
  readonly model: Model;
  readonly object: PlainObject;
  /** Made anew for each history. */
  readonly calls: () => Calls;
  readonly needsNoSearch: boolean;
}

const KINDS: readonly Kind[] = [
  {
    title: 'versioned puts and gets',
    model: MODELS['versioned-kv'],
    object: plainVersionedKv,
    calls: () => versionedCalls(fewTexts),
    needsNoSearch: true,
  },
  {
    title: 'gets, puts and appends',
    model: MODELS.kv,
    object: plainKv,
    calls: () => kvCalls(['get', 'put', 'append'], fewTexts, ['x']),
    needsNoSearch: false,
  },
  {
    title: 'gets, puts and appends of different values',
    model: MODELS.kv,
    object: plainKv,
    calls: () => kvCalls(['get', 'get', 'put', 'append', 'append'], differentValues(), ['x']),
    needsNoSearch: true,
  },
  {
    title: 'gets and puts of different values',
    model: MODELS.kv,
    object: plainKv,
    calls: () => kvCalls(['get', 'put'], differentValues(), ['x']),
    needsNoSearch: true,
  },
  {
    title: 'gets and appends of different values',
    model: MODELS.kv,
    object: plainKv,
    calls: () => kvCalls(['get', 'append'], differentValues(), ['x']),
    needsNoSearch: true,
  },
  {
    title: 'register reads, writes and compare-and-sets',
    model: MODELS.register,
    object: plainRegister,
    calls: () => registerCalls(['read', 'write', 'cas', 'cas'], fewNumbers),
    needsNoSearch: false,
  },
  {
    title: 'register reads and writes of few values',
    model: MODELS.register,
    object: plainRegister,
    calls: () => registerCalls(['read', 'write'], fewNumbers),
    needsNoSearch: false,
  },
  {
    title: 'register reads and writes of different values',
    model: MODELS.register,
    object: plainRegister,
    calls: () => registerCalls(['read', 'write'], differentValues()),
    needsNoSearch: true,
  },
  {
    title: 'lists of different values',
    model: MODELS.list,
    object: plainList({ tellsOffset: false }),
    calls: () => listCalls(differentValues()),
    needsNoSearch: true,
  },
  {
    title: 'logs that tell offsets',
    model: MODELS.list,
    object: plainList({ tellsOffset: true }),
    calls: () => listCalls(differentValues()),
    needsNoSearch: true,
  },
  {
    title: 'logs of few values that tell offsets',
    model: MODELS.list,
    object: plainList({ tellsOffset: true }),
    calls: () => listCalls(fewNumbers),
    needsNoSearch: false,
  },
  {
    title: 'lists of few values',
    model: MODELS.list,
    object: plainList({ tellsOffset: false }),
    calls: () => listCalls(fewNumbers),
    needsNoSearch: false,
  },
  {
    title: 'locks',
    model: MODELS.lock,
    object: plainLock({ tellsToken: false }),
    calls: () => lockCalls(['acquire']),
    needsNoSearch: false,
  },
  {
    title: 'locks with fencing tokens',
    model: MODELS.lock,
    object: plainLock({ tellsToken: true }),
    calls: () => lockCalls(['acquire']),
    needsNoSearch: false,
  },
  {
    title: 'locks that refuse',
    model: MODELS.lock,
    object: plainLock({ tellsToken: false }),
    calls: () => lockCalls(['acquire', 'tryAcquire', 'tryAcquire']),
    needsNoSearch: false,
  },
  {
    title: 'locks without an owner',
    model: MODELS.mutex,
    object: plainMutex,
    calls: () => mutexCalls,
    needsNoSearch: false,
  },
  {
    title: 'sets that are not read whole',
    model: MODELS.set,
    object: plainSet({ tellsChange: false }),
    calls: () =>
      setCalls(['add', 'remove', 'contains', 'contains', 'contains'], (dice) => dice.roll(2)),
    needsNoSearch: false,
  },
  {
    title: 'sets that tell changes and are read',
    model: MODELS.set,
    object: plainSet({ tellsChange: true }),
    calls: () => setCalls(['add', 'remove', 'contains', 'read'], fewNumbers),
    needsNoSearch: false,
  },
  {
    title: 'sets that only grow',
    model: MODELS.set,
    object: plainSet({ tellsChange: false }),
    calls: () => setCalls(['add', 'read'], differentValues()),
    needsNoSearch: true,
  },
  {
    title: 'queues of different values',
    model: MODELS.queue,
    object: plainQueue,
    calls: () => queueCalls(differentValues()),
    needsNoSearch: false,
  },
  {
    title: 'queues of few values',
    model: MODELS.queue,
    object: plainQueue,
    calls: () => queueCalls(fewNumbers),
    needsNoSearch: false,
  },
  {
    title: 'counters',
    model: MODELS.counter,
    object: plainCounter({ tellsSum: false }),
    calls: () => counterCalls,
    needsNoSearch: false,
  },
  {
    title: 'counters that tell sums',
    model: MODELS.counter,
    object: plainCounter({ tellsSum: true }),
    calls: () => counterCalls,
    needsNoSearch: false,
  },
  {
    title: 'registers that are used several at once',
    model: MODELS['multi-register'],
    object: plainRegisters,
    calls: () => registersCalls,
    needsNoSearch: false,
  },
];

/** History number `seed` of its kind: small, with ties and unanswered operations, often damaged. */
function historyOf(kind: Kind, seed: number): Operation[] {
  const history = simulate(seed, {
    object: kind.object,
    nextCall: kind.calls(),
    clients: 2 + (seed % 4),
    operations: 4 + (seed % 8),
    unknownPercent: (seed % 3) * 12,
    tiePercent: (seed % 5) * 8,
  });
  return seed % 4 === 0 ? history : damage(seed, history);
}

/** The same by a coarse clock; damaged before, so that intervals stay as long as a tick. */
function coarseHistoryOf(kind: Kind, seed: number): Operation[] {
  return coarsened(2 + (seed % 7), historyOf(kind, seed));
}

describe('the checker agrees with a plain search', () => {
  it.each(KINDS)(
    'on 10,000 histories of $title',
    (kind) => {
      compare(kind, historyOf, kind.needsNoSearch);
    },
    240_000,
  );

  it.each(KINDS)(
    'on 10,000 histories of $title by a coarse clock',
    (kind) => {
      compare(kind, coarseHistoryOf, false);
    },
    240_000,
  );
});

function compare(
  kind: Kind,
  history: (kind: Kind, seed: number) => Operation[],
  needsNoSearch: boolean,
): void {
  const tally = { holds: 0, violated: 0, unanswered: 0, searched: 0 };
  for (let seed = 0; seed < HISTORIES; seed++) {
    const operations = history(kind, seed);
    const expected = naiveVerdict(operations, kind.object);
    const { kind: found } = checkHistory(operations, kind.model);
    if (found !== expected) expect({ seed, found, operations }).toEqual({ seed, found: expected });
    tally[expected]++;
    if (operations.some(({ end }) => end === 'unknown')) tally.unanswered++;
    if (typeof kind.model.decide(operations) !== 'string') tally.searched++;
  }
  expect(Math.min(tally.holds, tally.violated, tally.unanswered)).toBeGreaterThan(HISTORIES / 20);
  if (needsNoSearch) expect(tally.searched).toBe(0);
}
