import { describe, expect, test } from 'vitest';
import { serverProcesses, severalOf, type ProcessSpec } from '../sim/process.ts';
import type { Fault } from './fault.ts';
import { FAULT_KINDS } from './kinds/all.ts';
import { randomPlan, type RandomPlanOptions } from './random-plan.ts';

const ON_REQUEST = ['slow', 'set-clock'] as const;
const seeds = Array.from({ length: 200 }, (_, seed) => seed);

function drawAll(): string[] {
  return seeds.map((seed) =>
    JSON.stringify(randomPlan(seed, { processes: serverProcesses(5), chaosMs: 8_000 })),
  );
}

describe('randomPlan', () => {
  test('is the same for the same seed and differs between seeds', () => {
    const plans = drawAll();
    expect(drawAll()).toEqual(plans);
    expect(new Set(plans).size).toBeGreaterThan(150);
  });

  test('strikes within the chaos, in order, and each kind in some plans but not in all', () => {
    const plansWith = new Map<string, number>();
    for (const seed of seeds) {
      const plan = randomPlan(seed, {
        processes: serverProcesses(3),
        chaosMs: 8_000,
        also: ON_REQUEST,
      });
      const times = plan.map(({ atUs }) => atUs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      for (const atUs of times) expect(atUs).toBeLessThan(8_000_000);
      for (const kind of new Set(plan.map(({ fault }) => fault.kind))) {
        plansWith.set(kind, (plansWith.get(kind) ?? 0) + 1);
      }
    }
    const drawn = Object.entries(FAULT_KINDS).filter(
      ([, { families = [] }]) => families.length > 0,
    );
    expect(drawn.length).toBeGreaterThan(5);
    expect([...plansWith.keys()].toSorted()).toEqual(drawn.map(([kind]) => kind).toSorted());
    for (const plans of plansWith.values()) {
      expect(plans).toBeGreaterThan(40);
      expect(plans).toBeLessThan(170);
    }
  });

  test('draws some kinds only when it is asked to, and then nothing else moves', () => {
    for (const seed of seeds) {
      const [without, asked] = [[], ON_REQUEST].map((also) =>
        randomPlan(seed, { processes: serverProcesses(5), chaosMs: 8_000, also }),
      );
      const others = asked?.filter(
        ({ fault }) => fault.kind !== 'slow' && fault.kind !== 'set-clock',
      );
      expect(others).toEqual(without);
    }
  });

  test('crashes nothing when told not to', () => {
    for (const seed of seeds) {
      const plan = randomPlan(seed, {
        processes: serverProcesses(5),
        chaosMs: 8_000,
        crashes: false,
      });
      expect(plan.filter(({ fault }) => fault.kind.startsWith('crash'))).toEqual([]);
    }
  });
});

/** Every fault of many plans. */
function faultsFor(
  processes: readonly ProcessSpec[],
  given: Partial<RandomPlanOptions> = {},
): Fault[] {
  const options = { processes, chaosMs: 8_000, ...given };
  return seeds.flatMap((seed) => randomPlan(seed, options).map(({ fault }) => fault));
}

/** The processes that faults strike, in order; partitions do not count. */
function struckBy(faults: readonly Fault[]): number[] {
  const struck = faults.flatMap((fault) => {
    if ('server' in fault) return [fault.server];
    return 'from' in fault ? [fault.from, fault.to] : [];
  });
  return [...new Set(struck)].toSorted((a, b) => a - b);
}

/** The kinds of faults that strike a process. */
function kindsFor(process: number, faults: readonly Fault[]): string[] {
  const kinds = faults.flatMap((each) => (struckBy([each]).includes(process) ? [each.kind] : []));
  return [...new Set(kinds)].toSorted();
}

/** Whether only a process other than the second is struck. */
function isOfOthers(fault: Fault): boolean {
  return ['crash', 'pause', 'drift'].includes(fault.kind) && !struckBy([fault]).includes(1);
}

/** Whether the first two processes are on different sides. */
function areApart([left = []]: readonly number[][]): boolean {
  return left.includes(0) !== left.includes(1);
}

const sidesOf = (faults: readonly Fault[]): number[][][] =>
  faults.flatMap((fault) => (fault.kind === 'partition' ? [fault.groups.map((g) => [...g])] : []));

describe('who may be struck', () => {
  const processes = [
    ...severalOf(2, { program: 'controller' }),
    ...severalOf(3, { program: 'broker' }),
  ];
  const brokers = [2, 3, 4];

  test('only those that a plan is drawn among are struck, and the others stay up', () => {
    const faults = faultsFor(processes, { among: brokers });
    expect(struckBy(faults)).toEqual(brokers);
    const rates = faults.filter((fault) => fault.kind === 'crash-between-effects');
    expect(rates.length).toBeGreaterThan(40);
    for (const { among } of rates) expect(among).toEqual(brokers);
  });

  test('a partition has a side for each process, also for those that nothing else strikes', () => {
    const sides = sidesOf(faultsFor(processes, { among: brokers }));
    expect(sides.length).toBeGreaterThan(100);
    for (const groups of sides) expect(new Set(groups.flat())).toEqual(new Set([0, 1, 2, 3, 4]));
    const apart = sides.filter(areApart).length / sides.length;
    expect(apart).toBeGreaterThan(0.4);
    expect(apart).toBeLessThan(0.6);
  });

  test('by number, those that nothing else strikes are on the side of their parity', () => {
    const sides = sidesOf(faultsFor(processes, { among: brokers, othersSides: 'by number' }));
    for (const [left] of sides) expect(left?.filter((each) => each < 2)).toEqual([0]);
  });

  test('a plan for one process that may be struck has no links to cut', () => {
    const faults = faultsFor(processes, { among: [3] });
    expect(struckBy(faults)).toEqual([3]);
    expect(faults.some((fault) => fault.kind === 'block-link')).toBe(false);
  });

  test('a plan for nobody is an error', () => {
    expect(() => faultsFor(processes, { among: [] })).toThrow('a process that may be struck');
  });
});

describe('what a process suffers', () => {
  const servers = serverProcesses(4);
  const suffering = (suffers: ProcessSpec['suffers'] & {}): ProcessSpec[] =>
    servers.map((each, number) => (number === 1 ? { ...each, suffers } : each));
  test('decides what is drawn for it', () => {
    expect(kindsFor(1, faultsFor(servers))).toEqual([
      'block-link',
      'crash',
      'drift',
      'pause',
      'slow-link',
    ]);
    expect(kindsFor(1, faultsFor(suffering(['crash'])))).toEqual(['crash']);
    expect(kindsFor(1, faultsFor(suffering(['cut', 'drift'])))).toEqual([
      'block-link',
      'drift',
      'slow-link',
    ]);
    expect(kindsFor(1, faultsFor(suffering(['pause'])))).toEqual(['pause']);
    expect(kindsFor(1, faultsFor(suffering([])))).toEqual([]);
  });

  test('moves no draw of the others', () => {
    const all = faultsFor(servers).filter(isOfOthers);
    expect(faultsFor(suffering(['cut'])).filter(isOfOthers)).toEqual(all);
    expect(all.length).toBeGreaterThan(500);
  });

  test('one that is never cut off reaches both sides of every partition', () => {
    const faults = faultsFor(suffering(['crash']), { among: [0, 1, 2, 3] });
    expect(sidesOf(faults)).toEqual([]);
    const links = faults.filter((fault) => fault.kind === 'block-link');
    expect(links.length).toBeGreaterThan(500);
    expect(struckBy(links)).toEqual([0, 2, 3]);
  });

  test('a device is never struck, and partitions split the others', () => {
    const files = { program: 'files', name: 'files', role: 'device' };
    const faults = faultsFor([...servers, files]);
    expect(struckBy(faults)).toEqual([0, 1, 2, 3]);
    expect(faults.filter(({ kind }) => kind !== 'crash-between-effects')).toEqual(
      faultsFor(servers).filter(({ kind }) => kind !== 'crash-between-effects'),
    );
  });

  test('where the dead stay dead, a plan kills some and never more than half', () => {
    const mortals = severalOf(5, { program: 'member', staysDead: true });
    const killed = seeds.map((seed) => {
      const plan = randomPlan(seed, { processes: mortals, chaosMs: 8_000 });
      return plan.flatMap(({ fault }) => {
        if (fault.kind === 'crash-between-effects') return fault.among ?? [];
        return fault.kind === 'crash' ? [fault.server] : [];
      });
    });
    for (const each of killed) expect(new Set(each).size).toBeLessThanOrEqual(2);
    expect(new Set(killed.flat()).size).toBe(5);
  });
});
