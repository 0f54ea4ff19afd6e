import type { Verdict } from '../../../harness/vocabulary/verdict.ts';
import type {
  GradedClass,
  GradedLab,
  GradedRun,
  LabPlan,
  ScenarioPlan,
} from '../../grading/graded-class.ts';
import { wayToFail } from '../../grading/way-to-fail.ts';
import type { ToldSchedule } from '../../run/told-schedule.ts';

/** One way in which a submission fails a lab: in which scenarios, and the run that is shown for it. */
export interface Way {
  readonly way: string;
  readonly plan: LabPlan;
  /** The scenarios in the plan's order, with the runs in each that fail so. */
  readonly scenarios: readonly { readonly scenario: ScenarioPlan; readonly runs: GradedRun[] }[];
  /** The run with the smallest schedule; the first one where there is none. */
  readonly shown: GradedRun;
  readonly shownIn: ScenarioPlan;
}

/** The ways in which a submission fails a lab, in the order in which they come up. */
export function waysOf({ scenarios }: GradedLab, plan: LabPlan): Way[] {
  const ways = new Map<string, { scenario: ScenarioPlan; runs: GradedRun[] }[]>();
  for (const scenario of plan.scenarios) {
    const runs = scenarios.find(({ id }) => id === scenario.id)?.runs ?? [];
    for (const run of runs) {
      const way = wayToFail(run.verdict);
      if (way === null) continue;
      const found = ways.get(way) ?? [];
      ways.set(way, found);
      if (found.at(-1)?.scenario !== scenario) found.push({ scenario, runs: [] });
      found.at(-1)?.runs.push(run);
    }
  }
  return [...ways].flatMap(([way, found]) => {
    const all = found.flatMap(({ scenario, runs }) => runs.map((run) => ({ scenario, run })));
    const shown = all.find(({ run }) => run.smallest !== undefined) ?? all[0];
    if (shown === undefined) return [];
    return [{ way, plan, scenarios: found, shown: shown.run, shownIn: shown.scenario }];
  });
}

/** A submission in a group, by its place in the class. */
interface Member {
  readonly at: number;
  readonly way: Way;
}

/** Submissions that fail in one way, by the shape of their smallest schedules. */
export interface Group {
  readonly plan: LabPlan;
  readonly members: readonly Member[];
  /** Larger ones first. `shape` is null for those without a smallest schedule. */
  readonly shapes: readonly { readonly shape: string | null; readonly members: Member[] }[];
  /** That of the shortest schedule, which says the most. */
  readonly example: Member;
}

/** Everybody who fails, grouped by how: larger groups first. */
export function groupsOf({ labs, submissions }: GradedClass): Group[] {
  return labs
    .flatMap((plan, at) => {
      const ways = new Map<string, Member[]>();
      for (const [index, submission] of submissions.entries()) {
        const lab = submission.labs[at];
        for (const way of lab === undefined ? [] : waysOf(lab, plan)) {
          ways.set(way.way, [...(ways.get(way.way) ?? []), { at: index, way }]);
        }
      }
      return [...ways.values()].flatMap((members) => groupOf(plan, members));
    })
    .toSorted((a, b) => b.members.length - a.members.length);
}

function groupOf(plan: LabPlan, members: readonly Member[]): Group[] {
  const shapes = new Map<string | null, Member[]>();
  for (const member of members) {
    const shape = tellShape(member.way.shown.smallest);
    shapes.set(shape, [...(shapes.get(shape) ?? []), member]);
  }
  const [example] = members.toSorted((a, b) => lengthOf(a) - lengthOf(b));
  if (example === undefined) return [];
  const sorted = [...shapes].map(([shape, each]) => ({ shape, members: each }));
  // Those that say nothing come last.
  const rank = ({ shape, members: { length } }: (typeof sorted)[number]): number =>
    shape === null ? 0 : -length;
  return [{ plan, members, example, shapes: sorted.toSorted((a, b) => rank(a) - rank(b)) }];
}

function lengthOf({ way }: Member): number {
  return way.shown.smallest?.inputs ?? Number.POSITIVE_INFINITY;
}

/** A shape in words; null without a schedule. */
function tellShape(smallest: ToldSchedule | undefined): string | null {
  if (smallest === undefined) return null;
  return smallest.shape.length === 0 ? 'fails without any fault' : smallest.shape.join(', ');
}

/** What kind of failure it is, before a sentence that says which. */
export function kindWords({ kind }: Verdict): string {
  return KINDS[kind];
}

const KINDS: Readonly<Record<Verdict['kind'], string>> = {
  passed: 'passed',
  violated: 'broken promise',
  stalled: 'stalled',
  crashed: 'crashed',
  overrun: 'over budget',
  undecided: 'undecided',
  'harness-error': 'the harness failed',
};
