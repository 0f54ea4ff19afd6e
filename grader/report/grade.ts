import type { Lab } from '../../harness/scenario/scenario.ts';
import type { TestReport } from '../run/test-submission.ts';
import { nameVerdict } from './verdict-words.ts';

/** What one submission earned. */
export interface Grade {
  readonly name: string;
  readonly parts: Readonly<Record<string, number>>;
  readonly points: number;
  readonly passed: boolean;
  /** The first thing that went wrong; empty for full points. */
  readonly note: string;
  readonly traceHash: string;
}

/** The grade of a submission that was run. */
export function gradeOf(name: string, report: TestReport, lab: Lab): Grade {
  const { points, passed, traceHash } = report;
  return { name, parts: partPoints(report, lab), points, passed, note: noteOf(report), traceHash };
}

/** The grade of a submission that could not be run. */
export function gradeOfNothing(name: string, lab: Lab, reason: string): Grade {
  const parts = Object.fromEntries(lab.parts.map(({ id }) => [id, 0]));
  return { name, parts, points: 0, passed: false, note: reason, traceHash: '' };
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
