import { describe, expect, test } from 'vitest';
import { FAULT_KINDS } from './kinds/all.ts';
import { randomPlan } from './random-plan.ts';

const ON_REQUEST = ['slow', 'set-clock'] as const;
const seeds = Array.from({ length: 200 }, (_, seed) => seed);

function drawAll(): string[] {
  return seeds.map((seed) => JSON.stringify(randomPlan(seed, { processes: 5, chaosMs: 8_000 })));
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
      const plan = randomPlan(seed, { processes: 3, chaosMs: 8_000, also: ON_REQUEST });
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
        randomPlan(seed, { processes: 5, chaosMs: 8_000, also }),
      );
      const others = asked?.filter(
        ({ fault }) => fault.kind !== 'slow' && fault.kind !== 'set-clock',
      );
      expect(others).toEqual(without);
    }
  });

  test('crashes nothing when told not to', () => {
    for (const seed of seeds) {
      const plan = randomPlan(seed, { processes: 5, chaosMs: 8_000, crashes: false });
      expect(plan.filter(({ fault }) => fault.kind.startsWith('crash'))).toEqual([]);
    }
  });
});
