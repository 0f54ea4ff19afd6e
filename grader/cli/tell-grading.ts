import type { Course } from '../grading/course.ts';
import type { HandedIn } from '../intake/handed-in.ts';
import type { Sandbox } from '../realm/child/sandbox.ts';
import { colour } from '../report/colour.ts';
import { clockWords } from '../report/limit-words.ts';
import { isWhole, sandboxWords } from '../report/sandbox-words.ts';
import { tellsProcessorTime } from '../system/processor-time.ts';
import type { RecordedRuns } from '../store/recorded-runs.ts';
import { duration } from './progress-line.ts';

const UNSANDBOXED =
  'Nothing is sandboxed: a submission runs with your rights, and can forge its grade. Grade only code that you trust.';

/** What may be a mistake of whoever grades: on the error stream, so that it is seen beside JSON, too. */
export function tellDoubts(
  leftOut: readonly string[],
  handedIn: readonly HandedIn[],
  { late }: Course,
): void {
  if (leftOut.length > 0)
    warn(`Left out, because they are neither folders nor archives: ${leftOut.join(', ')}`);
  const untimed = handedIn.filter(({ submittedAt }) => submittedAt === null).length;
  if (late === null || untimed === 0) return;
  warn(
    `The course file has 'late', and ${untimed} of ${handedIn.length} submissions have no time of submission, so they count as on time. ` +
      "Give the times in a roster, in a column 'submitted'.",
  );
}

/** On the error stream, in yellow. */
export function warn(words: string): void {
  console.error(colour.yellow(words));
}

/** Says how submissions are run, for how long, and from where it goes on. */
export function tellBegin(recorded: RecordedRuns, limitMs: number, sandbox: Sandbox | null): void {
  if (sandbox === null) console.log(colour.yellow(UNSANDBOXED));
  else {
    const words = `Submissions run ${sandboxWords(sandbox)}.`;
    console.log(isWhole(sandbox) ? words : colour.yellow(`${words} See 'splitbrain doctor'.`));
  }
  console.log(
    `Limit for each submission: ${duration(limitMs)} of ${clockWords(!tellsProcessorTime())}; what is finished by then counts.`,
  );
  if (recorded.damage !== null) console.log(colour.yellow(recorded.damage));
  if (recorded.size > 0) console.log(`Going on from ${recorded.size} runs in the journal.`);
}
