import { CLASS_FORMAT, type GradedClass, type GradedSubmission } from '../grading/graded-class.ts';
import type { HandedIn } from '../intake/handed-in.ts';
import { VERSION } from '../version.ts';
import { limitClock } from '../system/processor-time.ts';
import { gradeSubmission, type Grading } from './grade-submission.ts';
import { graderDigest } from './grader-digest.ts';

export interface ClassGrading extends Grading {
  /** Submissions at once: enough for no worker to wait while another ends the last runs of one. */
  readonly atOnce: number;
  /** Gets each submission in the order in which they were given. */
  readonly onGraded?: (graded: GradedSubmission) => void;
}

/**
 * Grades all submissions. One that hangs, floods or crashes takes its limit and no more. Throws `JournalError`
 * when the journal takes no more.
 */
export async function gradeClass(
  handedIn: readonly HandedIn[],
  grading: ClassGrading,
): Promise<GradedClass> {
  const { plan, recorded, isolation, onGraded, stop } = grading;
  const graded = new Map<number, GradedSubmission>();
  const queue = [...handedIn.entries()];
  let told = 0;
  const end = { failure: null as unknown };
  const held = {
    get stopped() {
      return stop.stopped || end.failure !== null;
    },
  };
  const drain = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !held.stopped; next = queue.shift()) {
      const [at, each] = next;
      const result = await gradeSubmission(each, { ...grading, stop: held });
      if (result === null) return;
      graded.set(at, result);
      recorded.sync();
      for (let ready = graded.get(told); ready !== undefined; ready = graded.get(++told)) {
        onGraded?.(ready);
      }
    }
  };
  const guarded = (): Promise<void> =>
    drain().catch((error: unknown) => {
      end.failure = error;
    });
  await Promise.all(Array.from({ length: grading.atOnce }, guarded));
  if (end.failure !== null) throw end.failure;
  return {
    format: CLASS_FORMAT,
    made: {
      version: VERSION,
      grader: graderDigest(),
      node: process.version,
      sandbox: isolation.sandbox,
      ...limitClock(),
    },
    ...plan,
    submissions: handedIn.flatMap((_, at) => graded.get(at) ?? []),
    unfinished: handedIn.filter((_, at) => !graded.has(at)).map(({ name }) => name),
  };
}
