import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import type {
  GradedClass,
  GradedLab,
  GradedRun,
  GradedSubmission,
  ScenarioPlan,
} from './graded-class.ts';

/** What differs between two gradings of the same scenario, so that its points may. */
export type Cause =
  /** Other files were handed in. */
  | 'submission'
  /** Another version of the grader, or of its checks. */
  | 'grader'
  | 'seeds'
  /** Its worth, the policy, lateness, or what is taken from the reference. */
  | 'course'
  /** Safety was broken in the part in one of the two, maybe in another scenario. */
  | 'safety'
  /** One of the two was cut off, or could not be run or graded. */
  | 'outcome'
  /** The same files, grader and seeds, and yet another verdict: this must not be. */
  | 'unexplained';

export interface Points {
  readonly points: number;
  readonly maxPoints: number;
}

/** A run of one seed that came out otherwise; null where it was not run. */
interface SeedChange {
  readonly seed: number;
  readonly before: Verdict | null;
  readonly after: Verdict | null;
}

/** A scenario whose points or maximum moved. */
export interface ScenarioMove {
  readonly lab: string;
  readonly scenario: string;
  readonly title: string;
  readonly part: string;
  /** Null where it was not graded. */
  readonly before: Points | null;
  readonly after: Points | null;
  readonly causes: readonly Cause[];
  /** Seeds that both were to run. */
  readonly seeds: readonly SeedChange[];
}

/** A submission whose points or maximum moved. */
export interface SubmissionMove {
  readonly name: string;
  readonly before: Points;
  readonly after: Points;
  readonly causes: readonly Cause[];
  readonly scenarios: readonly ScenarioMove[];
}

/** The same files, grader and seed, but another course of the run, which the simulator promises never to happen. */
export interface Contradiction {
  readonly name: string;
  readonly lab: string;
  readonly scenario: string;
  readonly seed: number;
  readonly before: GradedRun;
  readonly after: GradedRun;
}

export interface ClassComparison {
  /** Whether they are gradings of the same submissions that say the same. */
  readonly isUnmoved: boolean;
  readonly isSameGrader: boolean;
  readonly moved: readonly SubmissionMove[];
  /** Names of those whose points are as before. */
  readonly same: readonly string[];
  readonly gone: readonly string[];
  readonly added: readonly string[];
  readonly contradictions: readonly Contradiction[];
}

/** Whose points moved from one grading of a class to another, in which scenarios, and why. */
export function compareClasses(before: GradedClass, after: GradedClass): ClassComparison {
  const pairs = before.submissions.flatMap((old) => {
    const now = after.submissions.find(({ name }) => name === old.name);
    return now === undefined ? [] : [{ old, now }];
  });
  const moves = pairs.map(({ old, now }) => moveOf(before, after, old, now));
  const was = before.submissions.map(({ name }) => name);
  const is = after.submissions.map(({ name }) => name);
  const moved = moves.filter(isMoved);
  const gone = was.filter((name) => !is.includes(name));
  const added = is.filter((name) => !was.includes(name));
  const contradictions = pairs.flatMap(({ old, now }) => contradictionsOf(before, after, old, now));
  return {
    isUnmoved: [moved, gone, added, contradictions].every(({ length }) => length === 0),
    isSameGrader: before.made.grader === after.made.grader,
    moved,
    same: moves.filter((each) => !isMoved(each)).map(({ name }) => name),
    gone,
    added,
    contradictions,
  };
}

function isMoved({ before, after, scenarios }: SubmissionMove): boolean {
  return !isSamePoints(before, after) || scenarios.length > 0;
}

function moveOf(
  before: GradedClass,
  after: GradedClass,
  old: GradedSubmission,
  now: GradedSubmission,
): SubmissionMove {
  const ids = new Set([...before.labs, ...after.labs].map(({ id }) => id));
  const scenarios = [...ids].flatMap((lab) => scenarioMoves(before, after, old, now, lab));
  const causes = new Set(scenarios.flatMap((each) => each.causes));
  // Nothing of the scenarios explains what lateness took.
  if (old.lateness.factor !== now.lateness.factor) causes.add('course');
  return {
    name: old.name,
    before: pointsOf(old),
    after: pointsOf(now),
    causes: [...causes],
    scenarios,
  };
}

function scenarioMoves(
  before: GradedClass,
  after: GradedClass,
  old: GradedSubmission,
  now: GradedSubmission,
  id: string,
): ScenarioMove[] {
  const sides = [sideOf(before, old, id), sideOf(after, now, id)] as const;
  const plans = sides.flatMap(({ plans: all }) => all);
  const ids = new Set(plans.map((each) => each.id));
  return [...ids].flatMap((scenario) => {
    const [a, b] = [scenarioOf(sides[0], scenario), scenarioOf(sides[1], scenario)];
    const plan = plans.find((each) => each.id === scenario);
    if (plan === undefined || isSamePoints(a.points, b.points)) return [];
    const seeds = seedChanges(a, b);
    const causes = causesOf([before, sides[0], a], [after, sides[1], b]);
    const { title, part } = plan;
    return [{ lab: id, scenario, title, part, before: a.points, after: b.points, causes, seeds }];
  });
}

/** A lab in one of the two gradings. */
interface Side {
  readonly lab: GradedLab | undefined;
  readonly plans: readonly ScenarioPlan[];
}

function sideOf({ labs }: GradedClass, submission: GradedSubmission, id: string): Side {
  return {
    lab: submission.labs.find(({ lab }) => lab === id),
    plans: labs.find((each) => each.id === id)?.scenarios ?? [],
  };
}

/** A scenario in one of the two gradings. */
interface Sided {
  readonly plan: ScenarioPlan | undefined;
  readonly points: Points | null;
  readonly runs: readonly GradedRun[];
}

function scenarioOf({ lab, plans }: Side, id: string): Sided {
  const plan = plans.find((each) => each.id === id);
  const result = lab?.scenarios.find((each) => each.id === id);
  if (plan === undefined || lab === undefined) return { plan, points: null, runs: [] };
  const worth = lab.outcome.kind === 'no-grade' ? 0 : plan.points;
  const { points, maxPoints } = result ?? { points: 0, maxPoints: worth };
  return { plan, points: { points, maxPoints }, runs: result?.runs ?? [] };
}

function seedChanges(a: Sided, b: Sided): SeedChange[] {
  const planned = a.plan?.seeds.filter((seed) => b.plan?.seeds.includes(seed)) ?? [];
  return planned.flatMap((seed) => {
    const [before, after] = [verdictAt(a, seed), verdictAt(b, seed)];
    return before?.kind === after?.kind ? [] : [{ seed, before, after }];
  });
}

function verdictAt({ runs }: Sided, seed: number): Verdict | null {
  return runs.find((each) => each.seed === seed)?.verdict ?? null;
}

type Graded = readonly [GradedClass, Side, Sided];

function causesOf([before, x, a]: Graded, [after, y, b]: Graded): Cause[] {
  // A lab that only one of the two has is the course's doing.
  const isBoth = x.lab !== undefined && y.lab !== undefined;
  const causes: [Cause, boolean][] = [
    ['submission', isBoth && x.lab?.digest !== y.lab?.digest],
    ['grader', before.made.grader !== after.made.grader],
    ['seeds', differ(a.plan?.seeds, b.plan?.seeds)],
    ['course', differ(courseOf(before, a), courseOf(after, b))],
    ['safety', isBoth && isUnsafePart(x, a) !== isUnsafePart(y, b)],
    ['outcome', isBoth && x.lab?.outcome.kind !== y.lab?.outcome.kind],
  ];
  const found = causes.filter(([, isSo]) => isSo).map(([cause]) => cause);
  return found.length > 0 ? found : ['unexplained'];
}

function courseOf({ course }: GradedClass, { plan }: Sided): unknown {
  return [course.points, course.unsafeShare, course.withReference, plan?.points];
}

function isUnsafePart({ lab }: Side, { plan }: Sided): boolean {
  return plan !== undefined && lab?.unsafe.includes(plan.part) === true;
}

function differ(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) !== JSON.stringify(other ?? null);
}

function contradictionsOf(
  before: GradedClass,
  after: GradedClass,
  { name, labs }: GradedSubmission,
  now: GradedSubmission,
): Contradiction[] {
  const isSame =
    before.made.grader === after.made.grader &&
    before.course.withReference.join() === after.course.withReference.join();
  if (!isSame) return [];
  return labs.flatMap(({ lab, digest, scenarios }) => {
    const other = now.labs.find((each) => each.lab === lab);
    if (other?.digest !== digest) return [];
    return scenarios.flatMap(({ id, runs }) => {
      const again = other.scenarios.find((each) => each.id === id)?.runs ?? [];
      return runs.flatMap((run) => {
        const found = again.find(({ seed }) => seed === run.seed);
        if (found === undefined || isSameRun(run, found)) return [];
        return [{ name, lab, scenario: id, seed: run.seed, before: run, after: found }];
      });
    });
  });
}

/** Whether two runs of a seed went the same way. Of one that took its process with it only the verdict is known. */
export function isSameRun(a: GradedRun, b: GradedRun): boolean {
  if (a.traceHash === '' || b.traceHash === '') {
    return a.traceHash === b.traceHash && a.verdict.kind === b.verdict.kind;
  }
  return a.traceHash === b.traceHash && JSON.stringify(a.verdict) === JSON.stringify(b.verdict);
}

function pointsOf({ points, maxPoints }: Points): Points {
  return { points, maxPoints };
}

function isSamePoints(a: Points | null, b: Points | null): boolean {
  return a?.points === b?.points && a?.maxPoints === b?.maxPoints;
}
