import { createHash } from 'node:crypto';
import type { Lab } from '../../harness/scenario/scenario.ts';
import type { TestReport } from '../run/test-submission.ts';
import { nameVerdict } from './verdict-words.ts';

/** What one submission earned in one lab. */
export interface LabGrade {
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

/** What one submission earned in all labs that were graded. */
export interface Grade extends Omit<LabGrade, 'lab'> {
  readonly name: string;
  readonly labs: readonly LabGrade[];
}

/** The grade of a submission that was run. */
export function labGradeOf(report: TestReport, lab: Lab): LabGrade {
  const { points, maxPoints, passed, traceHash } = report;
  const parts = partPoints(report, lab);
  return { lab: lab.id, parts, points, maxPoints, passed, note: noteOf(report), traceHash };
}

/** The grade of a submission that could not be run. */
export function labGradeOfNothing(lab: Lab, reason: string): LabGrade {
  const parts = Object.fromEntries(lab.parts.map(({ id }) => [id, 0]));
  const maxPoints = lab.parts.reduce((sum, part) => sum + part.points, 0);
  const nothing = { points: 0, maxPoints, passed: false, traceHash: '' };
  return { lab: lab.id, parts, ...nothing, note: reason };
}

/** No grade: the grader failed, for which a submission neither gains nor loses points. */
export function labGradeUnknown(lab: Lab, reason: string): LabGrade {
  const note = `no grade, the grader failed: ${reason}`;
  return { lab: lab.id, parts: {}, points: 0, maxPoints: 0, passed: false, note, traceHash: '' };
}

/** Whether every lab was graded: where the grader failed, the submission has to be graded again. */
export function isGraded({ labs }: Grade): boolean {
  return labs.every(({ maxPoints }) => maxPoints > 0);
}

/** The labs' grades in one. Parts have ids of their own, such as '3A', so they stand side by side. */
export function gradeOf(name: string, labs: readonly LabGrade[]): Grade {
  const bad = labs.filter(({ passed }) => !passed);
  // What broke in a lab that was run says more than that another was not handed in.
  const failed = bad.find(({ traceHash }) => traceHash !== '') ?? bad[0];
  const hash = createHash('sha256').update(labs.map(({ traceHash }) => traceHash).join());
  return {
    name,
    parts: Object.assign({}, ...labs.map(({ parts }) => parts)),
    points: labs.reduce((sum, { points }) => sum + points, 0),
    maxPoints: labs.reduce((sum, { maxPoints }) => sum + maxPoints, 0),
    passed: failed === undefined,
    note:
      failed === undefined || labs.length === 1
        ? (failed?.note ?? '')
        : `${failed.lab}: ${failed.note}`,
    traceHash: labs.length === 1 ? (labs[0]?.traceHash ?? '') : hash.digest('hex').slice(0, 16),
    labs,
  };
}

function partPoints({ scenarios }: TestReport, lab: Lab): Record<string, number> {
  const pointsIn = (part: string): number =>
    scenarios
      .filter((each) => each.scenario.part === part)
      .reduce((sum, each) => sum + each.points, 0);
  return Object.fromEntries(lab.parts.map(({ id }) => [id, pointsIn(id)]));
}

function noteOf({ scenarios }: TestReport): string {
  const failed = scenarios.find((each) => each.verdict !== 'passed');
  if (failed === undefined) return '';
  const bad = failed.runs.filter(({ result }) => result.verdict.kind !== 'passed');
  const [first] = bad;
  if (first === undefined) return `${failed.scenario.id} was not finished`;
  const { verdict } = first.result;
  const what =
    verdict.kind === 'crashed'
      ? `crashed: ${verdict.message.split('\n')[0]}`
      : nameVerdict(verdict);
  return `${what} (${failed.scenario.id}, ${bad.length} of ${failed.runs.length} seeds)`;
}
