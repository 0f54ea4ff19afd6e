import type {
  GradedClass,
  GradedLab,
  GradedScenario,
  GradedSubmission,
  ScenarioPlan,
} from '../grading/graded-class.ts';
import { auditLines } from './audit-words.ts';
import { tellLateness } from './grade.ts';
import { sandboxWords } from './sandbox-words.ts';
import { sumUpVerdict, tellVerdict } from './verdict-words.ts';

/** When students see a test, in Gradescope's words. */
type Visibility = 'hidden' | 'after_due_date' | 'after_published' | 'visible';

interface GradescopeTest {
  readonly name: string;
  readonly number: string;
  readonly score: number;
  readonly max_score: number;
  readonly status: 'passed' | 'failed';
  readonly output: string;
  readonly output_format: 'text';
  readonly visibility: Visibility;
}

/**
 * A submission as Gradescope's `results.json`. Lateness is left out of the tests' scores, and the top-level score
 * has it, since Gradescope's own late penalty is a setting of the assignment. A test says which runs failed by
 * their evidence, never by a hidden seed.
 */
export function gradescopeResults(
  graded: GradedClass,
  submission: GradedSubmission,
  visibility: Visibility = 'visible',
): object {
  const { made, course, seeds } = graded;
  const { labs, points, lateness } = submission;
  const notes = [
    ...(lateness.days > 0 ? [`${tellLateness(lateness)}.`] : []),
    ...auditLines(graded, submission),
    ...labs.flatMap((lab) => noteOf(lab)),
    `splitbrain ${made.version}, ${sandboxWords(made.sandbox)}`,
  ];
  return {
    score: points,
    output: notes.join('\n'),
    output_format: 'text',
    visibility,
    stdout_visibility: 'hidden',
    tests: graded.labs.flatMap((plan, at) =>
      plan.scenarios.map((scenario, index): GradescopeTest => {
        const lab = labs[at];
        const result = lab?.scenarios.find(({ id }) => id === scenario.id);
        return testOf(scenario, `${scenario.part}.${index + 1}`, lab, result, visibility);
      }),
    ),
    extra_data: {
      assignment: course.assignment,
      grader: made.grader,
      seeds: seeds.kind === 'hidden' ? seeds.commitment : 'first',
      digests: labs.map(({ lab, digest }) => ({ lab, digest })),
    },
  };
}

function noteOf({ lab, outcome }: GradedLab): string[] {
  switch (outcome.kind) {
    case 'run':
      return [];
    case 'cut-off':
      return [
        `${lab}: ended after ${outcome.limitMs / 1_000} s of work; what was finished by then counts.`,
      ];
    case 'not-runnable':
      return [`${lab}: it cannot be run: ${outcome.reason}`];
    case 'no-grade':
      return [`${lab}: no grade, the grader failed: ${outcome.reason}`];
  }
}

function testOf(
  { title, points, seeds }: ScenarioPlan,
  number: string,
  lab: GradedLab | undefined,
  result: GradedScenario | undefined,
  visibility: Visibility,
): GradescopeTest {
  const score = result?.points ?? 0;
  const max = result?.maxPoints ?? (lab?.outcome.kind === 'no-grade' ? 0 : points);
  return {
    name: title,
    number,
    score,
    max_score: max,
    status: max > 0 && score === max ? 'passed' : 'failed',
    output: outputOf(result, seeds.length),
    output_format: 'text',
    visibility,
  };
}

function outputOf(result: GradedScenario | undefined, seeds: number): string {
  if (result === undefined) return 'not run';
  const { runs, maxPoints } = result;
  const failed = runs.filter(({ verdict }) => verdict.kind !== 'passed');
  const [first] = failed;
  const lines = [
    `${runs.length - failed.length} of ${seeds} seeds passed.`,
    ...(runs.length < seeds ? [`${seeds - runs.length} were not run.`] : []),
    ...(maxPoints === 0 ? ['The harness failed, which costs no points and gives none.'] : []),
  ];
  if (first === undefined) return lines.join('\n');
  const { verdict } = first;
  return [
    ...lines,
    `First failure: ${sumUpVerdict(verdict)}`,
    '',
    ...tellVerdict(verdict, []),
  ].join('\n');
}
