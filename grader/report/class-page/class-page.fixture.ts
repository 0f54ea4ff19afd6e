import type { GradedClass, GradedLab, GradedSubmission } from '../../grading/graded-class.ts';
import type { ToldSchedule } from '../../run/told-schedule.ts';
import { CLASS } from '../graded-class.fixture.ts';

const SPLIT: ToldSchedule = {
  shape: ['crashes', 'cut links'],
  network: 'unreliable',
  steps: [
    { atUs: 260_000, words: 'the network splits into s0 s1 | s2 for 800 ms' },
    { atUs: 910_000, words: 'server 1 crashes right after it saved its state' },
  ],
  before: 3,
  inputs: 5,
  of: 41,
};
const CALM: ToldSchedule = {
  shape: [],
  network: 'reliable',
  steps: [{ atUs: 0, words: 'start "x" on server 0' }],
  before: 0,
  inputs: 1,
  of: 9,
};

/** A submission under another name, whose first failure has this smallest schedule. */
function alike(
  submission: GradedSubmission,
  name: string,
  smallest: ToldSchedule | null,
): GradedSubmission {
  const labs = submission.labs.map((lab) => (smallest === null ? lab : explained(lab, smallest)));
  return { ...submission, name, from: `handed-in/${name}`, labs };
}

function explained(lab: GradedLab, smallest: ToldSchedule): GradedLab {
  let isDone = false;
  const scenarios = lab.scenarios.map((scenario) => ({
    ...scenario,
    runs: scenario.runs.map((run) => {
      if (isDone || run.verdict.kind === 'passed') return run;
      isDone = true;
      return { ...run, smallest };
    }),
  }));
  return { ...lab, scenarios };
}

/** The submission of the fixture that fails in two ways. */
function bob(): GradedSubmission {
  const found = CLASS.submissions.find(({ name }) => name === 'bob');
  if (found === undefined) throw new Error('bob has left the class');
  return found;
}

/** What the names of a class can be like. */
export const NAMES = [
  '<script>window.stolen = 1</script>',
  'x'.repeat(200),
  '\u05E2\u05DE\u05D9\u05EA \u05DB\u05D4\u05DF',
  'a\u202Ezip.exe',
  'O\'Brien & "Sons" ${1}',
] as const;

/** A class with groups, smallest schedules, similar code and names of every kind. */
export const PAGE_CLASS: GradedClass = {
  ...CLASS,
  submissions: [
    ...CLASS.submissions,
    alike(bob(), 'gus', SPLIT),
    alike(bob(), 'hal.zip', SPLIT),
    alike(bob(), 'ida', CALM),
    ...NAMES.map((name) => alike(bob(), name, SPLIT)),
  ],
  unfinished: ['kim'],
  similar: [
    { names: ['gus', NAMES[0]], similarity: 0.93, longest: 412 },
    { names: ['ida', 'hal.zip'], similarity: 0.81, longest: 97 },
  ],
};

/** As many submissions as a large course has, each of which fails. */
export function largeClass(submissions: number): GradedClass {
  const all = Array.from({ length: submissions }, (_, at) => {
    const schedule = [SPLIT, CALM, null][at % 3] ?? null;
    return alike(bob(), `Student ${String(at).padStart(3, '0')}`, schedule);
  });
  return { ...PAGE_CLASS, submissions: all, similar: [] };
}
