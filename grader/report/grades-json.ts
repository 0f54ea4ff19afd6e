import type { GradedClass } from '../grading/graded-class.ts';
import { gradeOf, type Grade } from './grade.ts';
import { JSON_VERSION } from './test-json.ts';

/** What `grade --json` prints and `--out` writes. */
interface GradesJson {
  readonly version: typeof JSON_VERSION;
  /** Whether every submission is graded and passed. */
  readonly passed: boolean;
  readonly sandboxed: boolean;
  readonly interrupted: boolean;
  readonly submissions: readonly Grade[];
}

export function gradesJson({ made, submissions, unfinished, labs }: GradedClass): GradesJson {
  const isWhole = unfinished.length === 0;
  return {
    version: JSON_VERSION,
    passed: isWhole && submissions.every((each) => each.passed),
    sandboxed: made.sandboxed,
    interrupted: !isWhole,
    submissions: submissions.map((each) => gradeOf(each, labs)),
  };
}
