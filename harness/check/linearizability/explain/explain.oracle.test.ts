import { describe, expect, it } from 'vitest';
import type { Operation } from '../../history/operation.ts';
import { checkHistory } from '../check.ts';
import { coarsened, damage, simulate } from '../histories.fixture.ts';
import type { Model } from '../model.ts';
import { MODELS } from '../models.ts';
import { naiveVerdict } from '../naive-search.fixture.ts';
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
} from '../plain-objects.fixture.ts';
import {
  counterCalls,
  differentValues,
  fewNumbers,
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
} from '../workloads.fixture.ts';
import { explainViolation, type Explanation } from './explain.ts';

const HISTORIES = 4000;

const KINDS: readonly { title: string; model: Model; object: PlainObject; calls: () => Calls }[] = [
  {
    title: 'versioned',
    model: MODELS['versioned-kv'],
    object: plainVersionedKv,
    calls: () => versionedCalls(differentValues()),
  },
  {
    title: 'text',
    model: MODELS.kv,
    object: plainKv,
    calls: () => kvCalls(['get', 'put', 'append'], differentValues(), ['x']),
  },
  {
    title: 'register',
    model: MODELS.register,
    object: plainRegister,
    calls: () => registerCalls(['read', 'write', 'cas'], fewNumbers),
  },
  {
    title: 'list',
    model: MODELS.list,
    object: plainList({ tellsOffset: true }),
    calls: () => listCalls(differentValues()),
  },
  { title: 'mutex', model: MODELS.mutex, object: plainMutex, calls: () => mutexCalls },
  {
    title: 'set',
    model: MODELS.set,
    object: plainSet({ tellsChange: true }),
    calls: () => setCalls(['add', 'remove', 'contains', 'read'], fewNumbers),
  },
  {
    title: 'queue',
    model: MODELS.queue,
    object: plainQueue,
    calls: () => queueCalls(differentValues()),
  },
  {
    title: 'counter',
    model: MODELS.counter,
    object: plainCounter({ tellsSum: true }),
    calls: () => counterCalls,
  },
  {
    title: 'multi-register',
    model: MODELS['multi-register'],
    object: plainRegisters,
    calls: () => registersCalls,
  },
];

/** History number `seed`: damaged, and by a coarse clock every other time. */
function historyOf({ object, calls }: (typeof KINDS)[number], seed: number): Operation[] {
  const workload = { object, nextCall: calls(), clients: 3, operations: 9, unknownPercent: 5 };
  return coarsened(1 + (seed % 2) * 4, damage(seed, simulate(seed, workload)));
}

/** The history as it is when only the core still has its answers. */
function weakened(history: readonly Operation[], { shown, model }: Explanation): Operation[] {
  const core = new Set(
    shown.flatMap(({ operation, role }) => (role === 'companion' ? [] : [operation])),
  );
  return history.flatMap((operation): Operation[] => {
    if (core.has(operation)) return [operation];
    if (operation.end === 'failed' || model.words.onlyObserves(operation)) return [];
    return [{ ...operation, output: null, returnTime: null, end: 'unknown' }];
  });
}

describe('the core of a violation', () => {
  it.each(KINDS)(
    'is a violation by itself, as a plain search finds too: $title',
    (kind) => {
      const { model, object } = kind;
      let violations = 0;
      for (let seed = 0; seed < HISTORIES; seed++) {
        const history = historyOf(kind, seed);
        const verdict = checkHistory(history, model);
        if (verdict.kind !== 'violated') continue;
        violations++;
        const rest = weakened(history, explainViolation(verdict));
        if (naiveVerdict(rest, object) !== 'violated') expect({ seed, rest }).toBe('violated');
      }
      expect(violations).toBeGreaterThan(HISTORIES / 20);
    },
    60_000,
  );
});

describe('the answers that were possible', () => {
  it.each(KINDS)(
    'would have been right, as a plain search finds too: $title',
    (kind) => {
      const { model, object } = kind;
      let tried = 0;
      for (let seed = 0; seed < HISTORIES; seed++) {
        const history = historyOf(kind, seed);
        const verdict = checkHistory(history, model);
        if (verdict.kind !== 'violated') continue;
        const { shown, possible } = explainViolation(verdict);
        const trigger = shown.find(({ role }) => role === 'trigger')?.operation;
        if (trigger === undefined || possible.length === 0) continue;
        const until = trigger.returnTime ?? Infinity;
        const prefix = history
          .filter(({ callTime }) => callTime <= until)
          .map((operation): Operation => {
            const isOpen = operation.returnTime === null || operation.returnTime > until;
            return isOpen
              ? { ...operation, output: null, returnTime: null, end: 'unknown' }
              : operation;
          });
        const outputs = model.words
          .otherAnswers(trigger, prefix)
          .filter((output) =>
            possible.includes(model.words.sayAnswer({ ...trigger, output, end: 'ok' })),
          );
        for (const output of outputs) {
          tried++;
          const changed = prefix.map((operation): Operation =>
            operation === trigger ? { ...operation, output, end: 'ok' } : operation,
          );
          if (naiveVerdict(changed, object) !== 'holds') expect({ seed, changed }).toBe('holds');
        }
      }
      expect(tried).toBeGreaterThan(100);
    },
    60_000,
  );
});

describe('a lock', () => {
  it('that is lawful stays so when an acquire and its release are left out', () => {
    let left = 0;
    for (let seed = 0; seed < HISTORIES; seed++) {
      const object = plainLock({ tellsToken: true });
      const nextCall = lockCalls(['acquire']);
      const history = coarsened(
        1 + (seed % 3) * 2,
        simulate(seed, {
          object,
          nextCall,
          clients: 3,
          operations: 9,
          unknownPercent: (seed % 4) * 10,
        }),
      );
      const lock: Model = MODELS.lock;
      for (const [acquire, release] of lock.words.counterparts(history)) {
        left++;
        const rest = history.filter((operation) => operation !== acquire && operation !== release);
        if (naiveVerdict(rest, object) !== 'holds') expect({ seed, rest }).toBe('holds');
      }
    }
    expect(left).toBeGreaterThan(HISTORIES);
  }, 60_000);
});
