import fc from 'fast-check';
import type { Fault, FaultPlan, PlannedFault } from '../vocabulary/fault.ts';
import { Random } from '../vocabulary/random.ts';

/** A family of faults that a swarm turns on or off as a whole. */
type FaultFamily =
  | 'partition'
  | 'one-way'
  | 'slow-link'
  | 'crash'
  | 'quick-restart'
  | 'all-crash'
  | 'pause'
  | 'drift'
  | 'crash-between-effects';

export interface RandomPlanOptions {
  readonly servers: number;
  readonly chaosMs: number;
  /** False leaves out every family that restarts a server. */
  readonly crashes?: boolean;
}

/** Each family is on in this percentage of plans: all at once dilute each other and stop progress. */
const FAMILY_ON_PERCENT = 35;

/** What strikes at the start of a window, for how long it lasts, and how long was quiet before. */
interface Window {
  readonly quietMs: number;
  readonly lastsMs: number;
  readonly faults: readonly Fault[];
}

/** A plan drawn from `seed`: the same for the same seed and options. */
export function randomPlan(seed: number, options: RandomPlanOptions): FaultPlan {
  const bits = new Random(seed, 'plan').bits(0);
  // fast-check prefers small values by default, which would mean short and empty plans.
  const [plan] = fc.sample(planArbitrary(options), { seed: bits | 0, numRuns: 1, unbiased: true });
  return plan ?? [];
}

/** Fault plans of the swarm kind, as a fast-check arbitrary. */
function planArbitrary(options: RandomPlanOptions): fc.Arbitrary<FaultPlan> {
  const { chaosMs, crashes = true } = options;
  const families = Object.entries(familyArbitraries(options)) as [
    FaultFamily,
    fc.Arbitrary<Window>,
  ][];
  const chosen = families.filter(([family]) => crashes || !RESTARTS.has(family));
  const parts = chosen.map(([, window]) => sometimes(windows(window, chaosMs)));
  return fc.tuple(...parts).map((all) => all.flat().toSorted((a, b) => a.atUs - b.atUs));
}

const RESTARTS: ReadonlySet<FaultFamily> = new Set([
  'crash',
  'quick-restart',
  'all-crash',
  'crash-between-effects',
]);

function familyArbitraries({
  servers,
  chaosMs,
}: RandomPlanOptions): Record<FaultFamily, fc.Arbitrary<Window>> {
  const server = fc.nat({ max: servers - 1 });
  const link = fc.tuple(server, fc.nat({ max: servers - 2 })).map(([from, skip]) => {
    return { from, to: (from + 1 + skip) % servers };
  });
  const quickMs = fc.integer({ min: 1, max: 40 });
  const slowMs = fc.integer({ min: 300, max: 1_500 });
  const restartMs = fc.oneof(quickMs, slowMs);
  const sides = fc.array(fc.boolean(), { minLength: servers, maxLength: servers });
  const cutMs = fc.integer({ min: 100, max: 2_000 });
  const crash = (restartAfterMs: number): fc.Arbitrary<Fault[]> =>
    server.map((each) => [{ kind: 'crash', server: each, restartAfterMs }]);

  return {
    partition: windowOf(cutMs, (forMs) =>
      sides.map((side) => [{ kind: 'partition', groups: twoGroups(side), forMs }]),
    ),
    'one-way': windowOf(cutMs, (forMs) =>
      link.map((ends) => [{ kind: 'block-link', ...ends, forMs }]),
    ),
    // A slow link has no end of its own: the next window of its family may make it fast again.
    'slow-link': windowOf(cutMs, () =>
      fc
        .tuple(link, fc.constantFrom(0, 20, 60, 150))
        .map(([ends, extraMs]) => [{ kind: 'slow-link', ...ends, extraMs }]),
    ),
    crash: windowOf(slowMs, crash),
    'quick-restart': windowOf(quickMs, crash),
    'all-crash': windowOf(
      fc.constant(1_500),
      () =>
        fc
          .array(restartMs, { minLength: servers, maxLength: servers })
          .map((delays) =>
            delays.map((restartAfterMs, each) => ({ kind: 'crash', server: each, restartAfterMs })),
          ),
      3_000,
    ),
    pause: windowOf(fc.integer({ min: 20, max: 1_200 }), (forMs) =>
      server.map((each) => [{ kind: 'pause', server: each, forMs }]),
    ),
    drift: windowOf(cutMs, () =>
      fc
        .tuple(server, fc.integer({ min: -100_000, max: 100_000 }))
        .map(([each, partsPerMillion]) => [{ kind: 'drift', server: each, partsPerMillion }]),
    ),
    // One window that lasts: no single rate finds every bug.
    'crash-between-effects': windowOf(
      fc.constant(chaosMs),
      () =>
        fc
          .constantFrom(1_000, 3_000, 10_000)
          .map((perMillion) => [{ kind: 'crash-between-effects', perMillion }]),
      200,
    ),
  };
}

function windowOf(
  lastsMs: fc.Arbitrary<number>,
  faults: (forMs: number) => fc.Arbitrary<readonly Fault[]>,
  quietMaxMs = 1_500,
): fc.Arbitrary<Window> {
  return fc
    .tuple(fc.nat({ max: quietMaxMs }), lastsMs)
    .chain(([quietMs, forMs]) =>
      faults(forMs).map((list) => ({ quietMs, lastsMs: forMs, faults: list })),
    );
}

function sometimes(plan: fc.Arbitrary<PlannedFault[]>): fc.Arbitrary<PlannedFault[]> {
  const none = fc.constant<PlannedFault[]>([]);
  return fc.oneof(
    { weight: FAMILY_ON_PERCENT, arbitrary: plan },
    { weight: 100 - FAMILY_ON_PERCENT, arbitrary: none },
  );
}

/** Windows of one family one after another, so that none ends another early. */
function windows(window: fc.Arbitrary<Window>, chaosMs: number): fc.Arbitrary<PlannedFault[]> {
  const count = { minLength: 1, maxLength: Math.ceil(chaosMs / 500), size: 'max' } as const;
  return fc.array(window, count).map((list) => {
    const planned: PlannedFault[] = [];
    let atMs = 0;
    for (const { quietMs, lastsMs, faults } of list) {
      atMs += quietMs;
      if (atMs >= chaosMs) break;
      for (const fault of faults) planned.push({ atUs: atMs * 1_000, fault });
      // The end of a window is a fault of its own, at the same instant as the next start at worst.
      atMs += lastsMs + 1;
    }
    return planned;
  });
}

function twoGroups(side: readonly boolean[]): [number[], number[]] {
  const groups: [number[], number[]] = [[], []];
  side.forEach((left, server) => groups[left ? 0 : 1].push(server));
  return groups;
}
