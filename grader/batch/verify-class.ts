import { createHash } from 'node:crypto';
import { isSameRun } from '../grading/compare-classes.ts';
import { pointMistakes } from '../grading/check-points.ts';
import type {
  GradedClass,
  GradedLab,
  GradedRun,
  GradedSubmission,
  LabPlan,
} from '../grading/graded-class.ts';
import type { HandedIn } from '../intake/handed-in.ts';
import { gradeSubmission, type Grading } from './grade-submission.ts';

/** A run that did not come out as it was recorded; null where it was not run, as in a submission that spins. */
interface Difference {
  readonly lab: string;
  readonly scenario: string;
  readonly seed: number;
  readonly recorded: GradedRun;
  readonly now: GradedRun | null;
}

/** What became of a submission when its runs were made again. */
export interface Verified {
  readonly name: string;
  readonly state:
    | 'same'
    /** Some runs came out otherwise, or the points do not follow from them. */
    | 'differs'
    /** Other files than those that were graded: nothing was run. */
    | 'changed'
    | 'missing'
    /** The grader had failed, so there is nothing to hold it against. */
    | 'no-grade';
  /** Runs that were made again. */
  readonly runs: number;
  /** Runs that are recorded. */
  readonly of: number;
  readonly differences: readonly Difference[];
  /** What is wrong beside them, in words. */
  readonly mistakes: readonly string[];
}

/** Runs that are to be made again: every one, or so many of each submission. */
export type Sample = number | null;

/**
 * Makes the recorded runs of a class again, and says of each submission whether verdicts and traces are the same;
 * stops early when it is told to.
 */
export async function verifyClass(
  graded: GradedClass,
  handedIn: ReadonlyMap<string, HandedIn>,
  grading: Omit<Grading, 'plan'>,
  sample: Sample,
  onVerified: (verified: Verified) => void,
): Promise<void> {
  for (const submission of graded.submissions) {
    const verified = await verify(
      graded,
      submission,
      handedIn.get(submission.name),
      grading,
      sample,
    );
    if (verified === null) return;
    onVerified(verified);
  }
}

async function verify(
  graded: GradedClass,
  submission: GradedSubmission,
  found: HandedIn | undefined,
  grading: Omit<Grading, 'plan'>,
  sample: Sample,
): Promise<Verified | null> {
  const of = runsIn(submission.labs);
  const mistakes = pointMistakes(graded, submission);
  const known = { name: submission.name, runs: 0, of, differences: [], mistakes };
  if (found === undefined) return { ...known, state: 'missing' };
  if (submission.labs.some(({ outcome }) => outcome.kind === 'no-grade')) {
    return { ...known, state: 'no-grade' };
  }
  const gradeAgain = (labs: readonly LabPlan[]): Promise<GradedSubmission | null> =>
    gradeSubmission(found, { ...grading, plan: { ...graded, labs } });
  const chosen = planOf(graded, submission, sample);
  // Without seeds nothing is run: whether these are the files that were graded is known at once.
  const idle = await gradeAgain(chosen.map((lab) => ({ ...lab, scenarios: withoutSeeds(lab) })));
  if (idle === null) return null;
  const changes = submission.labs.flatMap((lab, at) => changeOf(lab, idle.labs[at]));
  if (changes.length > 0) return { ...known, mistakes: changes, state: 'changed' };
  const now = await gradeAgain(chosen);
  if (now === null) return null;
  const differences = chosen.flatMap((plan) => differencesIn(plan, submission, now));
  const runs = chosen
    .flatMap(({ scenarios }) => scenarios)
    .reduce((sum, { seeds }) => sum + seeds.length, 0);
  const isSame = differences.length === 0 && mistakes.length === 0;
  return { ...known, runs, differences, state: isSame ? 'same' : 'differs' };
}

function runsIn(labs: readonly GradedLab[]): number {
  return labs.flatMap(({ scenarios }) => scenarios).reduce((sum, { runs }) => sum + runs.length, 0);
}

function withoutSeeds({ scenarios }: LabPlan): LabPlan['scenarios'] {
  return scenarios.map((each) => ({ ...each, seeds: [] }));
}

/** The plan with the seeds that are recorded for a submission, or a sample of them. */
function planOf({ labs }: GradedClass, submission: GradedSubmission, sample: Sample): LabPlan[] {
  const recorded = submission.labs.flatMap(({ lab, digest, scenarios }) =>
    scenarios.flatMap(({ id, runs }) =>
      runs.map(({ seed }) => ({ key: `${lab} ${id} ${seed}`, digest })),
    ),
  );
  const chosen = recorded
    .map((each) => ({ ...each, rank: rankOf(each) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, sample ?? recorded.length);
  const keys = new Set(chosen.map(({ key }) => key));
  return labs.map((lab) => ({
    ...lab,
    scenarios: lab.scenarios.map((each) => ({
      ...each,
      seeds: each.seeds.filter((seed) => keys.has(`${lab.id} ${each.id} ${seed}`)),
    })),
  }));
}

/** A sample by it is spread evenly, and is the same each time. */
function rankOf({ key, digest }: { readonly key: string; readonly digest: string }): string {
  return createHash('sha256').update(`${digest} ${key}`).digest('hex');
}

function nameCode({ digest, outcome }: GradedLab): string {
  const isRun = outcome.kind === 'run' || outcome.kind === 'cut-off';
  if (isRun || digest !== '') return `digest ${digest.slice(0, 12)}`;
  return `could not be run (${outcome.reason.split('\n')[0]})`;
}

function changeOf(recorded: GradedLab, now: GradedLab | undefined): string[] {
  if (now === undefined || recorded.digest === now.digest) return [];
  return [`${recorded.lab}: graded with ${nameCode(recorded)}, and this is ${nameCode(now)}`];
}

function differencesIn(
  { id: lab, scenarios }: LabPlan,
  recorded: GradedSubmission,
  now: GradedSubmission,
): Difference[] {
  const runsOf = ({ labs }: GradedSubmission, scenario: string): readonly GradedRun[] =>
    labs.find((each) => each.lab === lab)?.scenarios.find(({ id }) => id === scenario)?.runs ?? [];
  return scenarios.flatMap(({ id: scenario, seeds }) =>
    seeds.flatMap((seed) => {
      const before = runsOf(recorded, scenario).find((each) => each.seed === seed);
      const after = runsOf(now, scenario).find((each) => each.seed === seed) ?? null;
      if (before === undefined || (after !== null && isSameRun(before, after))) return [];
      return [{ lab, scenario, seed, recorded: before, now: after }];
    }),
  );
}
