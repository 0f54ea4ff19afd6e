import fc from 'fast-check';
import { Random } from '../vocabulary/random.ts';
import { doesSuffer, doesSufferAnything, memberOf } from '../vocabulary/role.ts';
import type { Family, Frame, Window } from './family.ts';
import { ALL_KINDS, kindNamed, type Fault, type FaultPlan, type PlannedFault } from './fault.ts';

export interface RandomPlanOptions extends Pick<Frame, 'processes' | 'chaosMs'> {
  /**
   * The numbers of those that may be struck: by default all that suffer anything. The others stay up; a
   * partition has each of them on one side or the other, all the same.
   */
  readonly among?: readonly number[];
  /** On which side of a partition those are that are not among them; drawn by default. */
  readonly othersSides?: Frame['othersSides'];
  /** False leaves out every family that restarts a process. */
  readonly crashes?: boolean;
  /** Kinds that are drawn only on request, and that this plan asks for. */
  readonly also?: readonly Fault['kind'][];
}

/** Each family is on in this percentage of plans: all at once dilute each other and stop progress. */
const FAMILY_ON_PERCENT = 35;

/** A plan drawn from `seed`: the same for the same seed and options. */
export function randomPlan(seed: number, options: RandomPlanOptions): FaultPlan {
  const bits = new Random(seed, 'plan').bits(0);
  // fast-check prefers small values by default, which would mean short and empty plans.
  const plans = planArbitrary(frameOf(seed, options), options);
  const [plan] = fc.sample(plans, { seed: bits | 0, numRuns: 1, unbiased: true });
  return plan ?? [];
}

function frameOf(seed: number, options: RandomPlanOptions): Frame {
  const { processes, chaosMs, othersSides = 'drawn' } = options;
  const struck = processes.flatMap((each, i) => (doesSufferAnything(each) ? [i] : []));
  const { among = struck } = options;
  if (among.length === 0) throw new Error('a random plan needs a process that may be struck');
  const survivors = survivorsOf(seed, { processes, among });
  return {
    processes,
    among,
    doesSuffer(process, trouble) {
      if (trouble === 'crash' && survivors.has(process)) return false;
      return doesSuffer(memberOf(processes, process), trouble);
    },
    othersSides,
    chaosMs,
  };
}

/** Where the dead stay dead, a plan kills half of them at most: a run without anybody shows nothing. */
function survivorsOf(
  seed: number,
  { processes, among }: Pick<Frame, 'processes' | 'among'>,
): ReadonlySet<number> {
  const random = new Random(seed, 'survivors');
  const mortal = among.filter((each) => memberOf(processes, each).staysDead === true);
  const inTurn = mortal.toSorted((a, b) => random.bits(a) - random.bits(b));
  return new Set(inTurn.slice(Math.floor(mortal.length / 2)));
}

/** Fault plans of the swarm kind, as a fast-check arbitrary. */
function planArbitrary(
  frame: Frame,
  { crashes = true, also = [] }: RandomPlanOptions,
): fc.Arbitrary<FaultPlan> {
  const kinds = ALL_KINDS.filter(
    (kind) => kind.isDrawnOnRequest !== true || also.some((each) => kindNamed(each) === kind),
  );
  const families: readonly Family<Fault>[] = kinds.flatMap((kind) => kind.families ?? []);
  const parts = families
    .filter(({ restarts = false }) => crashes || !restarts)
    .map((family) => sometimes(oneAfterAnother(family.windows(frame), frame.chaosMs)));
  return fc.tuple(...parts).map((all) => all.flat().toSorted((a, b) => a.atUs - b.atUs));
}

function sometimes(plan: fc.Arbitrary<PlannedFault[]>): fc.Arbitrary<PlannedFault[]> {
  const none = fc.constant<PlannedFault[]>([]);
  return fc.oneof(
    { weight: FAMILY_ON_PERCENT, arbitrary: plan },
    { weight: 100 - FAMILY_ON_PERCENT, arbitrary: none },
  );
}

/** Windows of one family one after another, so that none ends another early. */
function oneAfterAnother(
  window: fc.Arbitrary<Window<Fault>>,
  chaosMs: number,
): fc.Arbitrary<PlannedFault[]> {
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
