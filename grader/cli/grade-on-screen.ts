import { gradeClass, type ClassGrading } from '../batch/grade-class.ts';
import type { GradedClass, GradedSubmission } from '../grading/graded-class.ts';
import type { HandedIn } from '../intake/handed-in.ts';
import { colour } from '../report/colour.ts';
import { gradeOf } from '../report/grade.ts';
import { tableHeading, tableRow } from '../report/grade-table.ts';
import { duration, elapsed, ProgressLine } from './progress-line.ts';

/** Fewer runs than this say nothing about how long the others will take. */
const RUNS_TO_JUDGE_BY = 20;

/** Grades a class; prints a table with progress below it unless it is to be quiet. */
export async function gradeOnScreen(
  handedIn: readonly HandedIn[],
  grading: Omit<ClassGrading, 'onRun' | 'onGraded'>,
  isQuiet: boolean,
): Promise<GradedClass> {
  const { labs } = grading.plan;
  const startedMs = performance.now();
  const recordedBefore = grading.recorded.size;
  const scenarios = labs.flatMap((lab) => lab.scenarios);
  const each = scenarios.reduce((sum, { seeds }) => sum + seeds.length, 0);
  const total = each * handedIn.length;
  const done = { runs: 0, submissions: 0 };
  const timeLeft = (): string => {
    const fresh = grading.recorded.size - recordedBefore;
    if (fresh < RUNS_TO_JUDGE_BY) return '';
    const perRunMs = (performance.now() - startedMs) / fresh;
    return `, about ${duration(Math.max(0, total - done.runs) * perRunMs)} left`;
  };
  if (!isQuiet) console.log(colour.bold(tableHeading(labs)));
  const screen = isQuiet
    ? null
    : new ProgressLine(
        process.stdout,
        () =>
          `  ${done.submissions}/${handedIn.length} submissions, ${Math.min(done.runs, total)}/${total} runs, ` +
          `${elapsed(startedMs)}${timeLeft()}`,
      );
  try {
    return await gradeClass(handedIn, {
      ...grading,
      onRun: () => done.runs++,
      onGraded(graded) {
        done.submissions++;
        // What was not run, because nothing compiles or one run never ended, takes no more time.
        done.runs += each - runsOf(graded);
        screen?.print(tableRow(gradeOf(graded, labs), labs));
      },
    });
  } finally {
    screen?.end();
  }
}

function runsOf({ labs }: GradedSubmission): number {
  return labs.flatMap(({ scenarios }) => scenarios).reduce((sum, { runs }) => sum + runs.length, 0);
}
