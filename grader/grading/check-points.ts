import type { Course } from './course.ts';
import { gradeRuns, totalOf } from './grade-lab.ts';
import type { GradedClass, GradedLab, GradedSubmission, LabPlan } from './graded-class.ts';
import { latenessOf } from './lateness.ts';
import { roundPoints } from './points.ts';

/**
 * What in a submission's grade does not follow from the verdicts of its runs and the course, in words; empty where
 * all of it does. It runs nothing.
 */
export function pointMistakes(
  { course, labs }: GradedClass,
  submission: GradedSubmission,
): string[] {
  const mistakes = submission.labs.flatMap((lab) => {
    const plan = labs.find(({ id }) => id === lab.lab);
    return plan === undefined ? [`the plan has no lab ${lab.lab}`] : labMistakes(lab, plan, course);
  });
  const { factor } = latenessOf(submission.submittedAt, course.late);
  const { points, maxPoints } = totalOf(submission.labs);
  return [
    ...mistakes,
    ...differ('lateness factor', submission.lateness.factor, factor),
    ...differ('points', submission.points, roundPoints(points * factor)),
    ...differ('maximum', submission.maxPoints, maxPoints),
  ];
}

function labMistakes(lab: GradedLab, plan: LabPlan, course: Course): string[] {
  const { outcome, digest, files, scenarios } = lab;
  if (outcome.kind === 'not-runnable' || outcome.kind === 'no-grade') {
    return differ(`points of ${lab.lab}`, lab.points, 0);
  }
  const runs = scenarios.map(({ id, runs: all }) => ({
    id,
    runs: all.map(({ seed, ...result }) => ({ seed, result })),
  }));
  const right = gradeRuns(plan, course, { outcome, digest, files, scenarios: runs });
  return [
    ...plan.scenarios.flatMap(({ id, seeds }, at) => {
      const ran = scenarios.find((each) => each.id === id);
      const strange = ran?.runs.find(({ seed }, i) => !isNext(seed, ran.runs[i - 1]?.seed, seeds));
      return [
        ...differ(`points of ${id}`, ran?.points ?? 0, right.scenarios[at]?.points ?? 0),
        ...differ(`maximum of ${id}`, ran?.maxPoints ?? 0, right.scenarios[at]?.maxPoints ?? 0),
        ...(strange === undefined
          ? []
          : [`${id} has a run of seed ${strange.seed} out of its order`]),
      ];
    }),
    ...differ(`points of ${lab.lab}`, lab.points, right.points),
    ...differ(`maximum of ${lab.lab}`, lab.maxPoints, right.maxPoints),
  ];
}

/** Whether a seed is one of the plan's, behind the one before it. */
function isNext(seed: number, before: number | undefined, seeds: readonly number[]): boolean {
  return (
    seeds.includes(seed) && (before === undefined || seeds.indexOf(seed) > seeds.indexOf(before))
  );
}

function differ(what: string, recorded: number, right: number): string[] {
  return recorded === right ? [] : [`${what}: ${recorded} is recorded, and it should be ${right}`];
}
