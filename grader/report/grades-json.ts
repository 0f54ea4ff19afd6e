import type { GradedClass } from '../grading/graded-class.ts';
import type { Sandbox } from '../realm/child/sandbox.ts';
import { gradeOf, type Grade } from './grade.ts';
import { isWhole } from './sandbox-words.ts';
import { JSON_VERSION } from './test-json.ts';

/** What `grade --json` prints and `--out` writes. */
interface GradesJson {
  readonly version: typeof JSON_VERSION;
  /** Whether every submission is graded and passed. */
  readonly passed: boolean;
  /** Whether all was there that can confine a submission. */
  readonly sandboxed: boolean;
  readonly sandbox: Sandbox | null;
  readonly interrupted: boolean;
  readonly submissions: readonly Grade[];
}

export function gradesJson({ made, submissions, unfinished, labs }: GradedClass): GradesJson {
  const isFinished = unfinished.length === 0;
  return {
    version: JSON_VERSION,
    passed: isFinished && submissions.every((each) => each.passed),
    sandboxed: isWhole(made.sandbox),
    sandbox: made.sandbox,
    interrupted: !isFinished,
    submissions: submissions.map((each) => gradeOf(each, labs)),
  };
}
