import { createHash } from 'node:crypto';
import type {
  GradedLab,
  GradedScenario,
  GradedSubmission,
  LabPlan,
  ScenarioPlan,
} from '../grading/graded-class.ts';
import { roundPoints } from '../grading/points.ts';
import { auditNote } from './audit-words.ts';
import { limitWords } from './limit-words.ts';
import { firstLine, nameVerdict } from './verdict-words.ts';

/** What one submission earned in one lab, as tables and JSON have it. */
interface LabGrade {
  readonly lab: string;
  readonly parts: Readonly<Record<string, number>>;
  readonly points: number;
  /** Without scenarios in which the harness failed. */
  readonly maxPoints: number;
  readonly passed: boolean;
  /** The first thing that went wrong; empty for full points. */
  readonly note: string;
  readonly traceHash: string;
}

/** What one submission earned in all labs that were graded; only its own points know of lateness. */
export interface Grade extends Omit<LabGrade, 'lab'> {
  readonly name: string;
  readonly labs: readonly LabGrade[];
  readonly audit: GradedSubmission['audit'];
}

/** Whether every lab was graded: where the grader failed, the submission has to be graded again. */
export function isGraded({ labs }: GradedSubmission): boolean {
  return labs.every(({ outcome }) => outcome.kind !== 'no-grade');
}

/** The labs' grades in one. Parts have ids of their own, such as '3A', so they stand side by side. */
export function gradeOf(graded: GradedSubmission, plans: readonly LabPlan[]): Grade {
  const labs = graded.labs.map((each, at) => labGradeOf(each, plans[at]));
  const bad = labs.filter(({ passed }) => !passed);
  // What broke in a lab that was run says more than that another was not handed in.
  const failed = bad.find(({ traceHash }) => traceHash !== '') ?? bad[0];
  const note =
    failed === undefined || labs.length === 1
      ? (failed?.note ?? '')
      : `${failed.lab}: ${failed.note}`;
  const hash = createHash('sha256').update(labs.map(({ traceHash }) => traceHash).join());
  const { name, points, maxPoints, passed, lateness, audit } = graded;
  const found = auditNote(graded);
  return {
    name,
    parts: Object.assign({}, ...labs.map(({ parts }) => parts)),
    points,
    maxPoints,
    passed,
    note: [
      ...(found === '' ? [] : [found]),
      ...(lateness.days > 0 ? [tellLateness(lateness)] : []),
      ...(note === '' ? [] : [note]),
    ].join('; '),
    traceHash: labs.length === 1 ? (labs[0]?.traceHash ?? '') : hash.digest('hex').slice(0, 16),
    labs,
    audit,
  };
}

/** How late it came, and what that cost. */
export function tellLateness({ days, factor }: GradedSubmission['lateness']): string {
  const late = days === 1 ? '1 day late' : `${days} days late`;
  return `${late}, which leaves ${Math.round(factor * 100)}% of the points`;
}

function labGradeOf(graded: GradedLab, plan: LabPlan | undefined): LabGrade {
  const { lab, points, maxPoints, outcome, scenarios, passed } = graded;
  const note = passed ? '' : noteOf(graded, plan?.scenarios ?? []);
  const parts = outcome.kind === 'no-grade' ? {} : partPoints(graded, plan);
  return { lab, parts, points, maxPoints, passed, note, traceHash: hashOf(scenarios) };
}

/** The points of each part, by its id. */
function partPoints({ scenarios }: GradedLab, plan: LabPlan | undefined): Record<string, number> {
  const pointsIn = (part: string): number => {
    const ids = plan?.scenarios.filter((each) => each.part === part).map(({ id }) => id) ?? [];
    const earned = scenarios.filter(({ id }) => ids.includes(id));
    return roundPoints(earned.reduce((sum, { points }) => sum + points, 0));
  };
  return Object.fromEntries(plan?.parts.map(({ id }) => [id, pointsIn(id)]) ?? []);
}

/** Fingerprint of every run's trace; empty when nothing was run. */
function hashOf(scenarios: readonly GradedScenario[]): string {
  if (scenarios.length === 0) return '';
  const hash = createHash('sha256');
  for (const { id, runs } of scenarios) {
    for (const { seed, traceHash } of runs) hash.update(`${id} ${seed} ${traceHash}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

function noteOf({ outcome, scenarios }: GradedLab, plans: readonly ScenarioPlan[]): string {
  if (outcome.kind === 'not-runnable') return firstLine(outcome.reason);
  if (outcome.kind === 'no-grade') {
    return `no grade, the grader failed: ${firstLine(outcome.reason)}`;
  }
  const why = firstFailure(scenarios);
  if (outcome.kind === 'run') return why ?? '';
  // One that ends with a run without end is finished, too.
  const finished = scenarios.filter(({ id, runs }) => {
    const seeds = plans.find((each) => each.id === id)?.seeds.length;
    return runs.length === seeds || runs.at(-1)?.verdict.kind === 'overrun';
  }).length;
  const cut = `cut off after ${limitWords(outcome)} with ${finished} of ${plans.length} scenarios finished`;
  return why === null ? cut : `${cut}; ${why}`;
}

function firstFailure(scenarios: readonly GradedScenario[]): string | null {
  const failed = scenarios.find(({ runs }) =>
    runs.some(({ verdict }) => verdict.kind !== 'passed'),
  );
  if (failed === undefined) return null;
  const bad = failed.runs.filter(({ verdict }) => verdict.kind !== 'passed');
  const verdict = bad[0]?.verdict;
  if (verdict === undefined) return null;
  const what =
    verdict.kind === 'crashed' || verdict.kind === 'overrun'
      ? `${nameVerdict(verdict)}: ${firstLine(verdict.message)}`
      : nameVerdict(verdict);
  return `${what} (${failed.id}, ${bad.length} of ${failed.runs.length} seeds)`;
}
