import { isSameBreak, type Verdict } from '../../harness/vocabulary/verdict.ts';
import type {
  GradedClass,
  GradedLab,
  GradedRun,
  GradedScenario,
  GradedSubmission,
  LabPlan,
  ScenarioPlan,
} from '../grading/graded-class.ts';
import { auditLines } from './audit-words.ts';
import { tellLateness } from './grade.ts';
import { limitWords } from './limit-words.ts';
import { tellMade } from './made-words.ts';
import { scheduleHead, scheduleRows } from './schedule-words.ts';
import { sumUpVerdict, tellVerdict } from './verdict-words.ts';
import { tellUnsafe } from './tell-unsafe.ts';

/**
 * A submission's report for its student, in Markdown. No hidden seed is in it unless the course says so: what
 * broke is told by its evidence, and the command looks for the same failure among the student's own seeds.
 */
export function studentMarkdown(graded: GradedClass, submission: GradedSubmission): string {
  const { course, made } = graded;
  const { name, points, maxPoints, lateness, labs } = submission;
  const title = [course.name, course.assignment].filter((each) => each !== '').join(', ');
  const lines = [
    `# ${escape(name)}: ${points} of ${maxPoints} points`,
    '',
    ...(title === '' ? [] : [escape(title), '']),
    ...(lateness.days > 0 ? [`${tellLateness(lateness)}.`, ''] : []),
    ...auditLines(graded, submission).flatMap((line) => [`**${escape(line)}**`, '']),
    ...labs.flatMap((lab, at) => labLines(lab, graded.labs[at], graded)),
    '---',
    '',
    `Graded by ${tellMade(made)}.`,
  ];
  return `${lines.join('\n')}\n`;
}

function labLines(lab: GradedLab, plan: LabPlan | undefined, graded: GradedClass): string[] {
  if (plan === undefined) return [];
  const { outcome, points, maxPoints, scenarios, unsafe } = lab;
  const told = tellUnsafe(unsafe, graded.course.unsafeShare);
  const head = [
    `## Lab ${plan.number}: ${escape(plan.title)}, ${points} of ${maxPoints} points`,
    '',
  ];
  if (outcome.kind === 'not-runnable')
    return [...head, 'It cannot be run:', '', ...code([outcome.reason]), ''];
  if (outcome.kind === 'no-grade') {
    return [
      ...head,
      'There is no grade yet: the grader itself failed. Please tell the course staff.',
      '',
    ];
  }
  const pairs = plan.scenarios.flatMap((each) => {
    const found = scenarios.find(({ id }) => id === each.id);
    return found === undefined ? [] : [{ scenario: each, result: found }];
  });
  return [
    ...head,
    ...(outcome.kind === 'cut-off'
      ? [`It was ended after ${limitWords(outcome)}; what was finished by then counts.`, '']
      : []),
    '| part | scenario | passed | points |',
    '| --- | --- | --- | --- |',
    ...pairs.map(({ scenario, result }) => tableLine(scenario, result)),
    '',
    ...(told === null ? [] : [told, '']),
    ...failuresOf(plan, pairs, graded),
  ];
}

function tableLine(
  { part, title, seeds, points: most }: ScenarioPlan,
  { runs, points, maxPoints }: GradedScenario,
): string {
  const passed = runs.filter(({ verdict }) => verdict.kind === 'passed').length;
  const worth = maxPoints === 0 && most > 0 ? 'not counted' : `${points}/${maxPoints}`;
  const left = seeds.length - runs.length;
  const made = `${passed} of ${seeds.length}${left > 0 ? `, ${left} not run` : ''}`;
  return `| ${part} | ${escape(title)} | ${runs.length === 0 ? 'not run' : made} | ${worth} |`;
}

interface Pair {
  readonly scenario: ScenarioPlan;
  readonly result: GradedScenario;
}

/** A section for each scenario that failed; one that fails as an earlier one does refers to that. */
function failuresOf(lab: LabPlan, pairs: readonly Pair[], graded: GradedClass): string[] {
  const told: { readonly title: string; readonly verdict: Verdict }[] = [];
  return pairs.flatMap(({ scenario, result }) => {
    const verdict = firstFailed(result)?.verdict;
    if (verdict === undefined) return [];
    const { title } = scenario;
    const alike = told.find((each) => isSameBreak(each.verdict, verdict));
    if (alike === undefined) told.push({ title, verdict });
    return failureLines(lab, scenario, result, graded, alike?.title ?? null);
  });
}

function firstFailed({ runs }: GradedScenario): GradedRun | undefined {
  return runs.find(({ verdict }) => verdict.kind !== 'passed');
}

function failureLines(
  lab: LabPlan,
  scenario: ScenarioPlan,
  { runs }: GradedScenario,
  { course, seeds }: GradedClass,
  alike: string | null,
): string[] {
  const failed = runs.filter(({ verdict }) => verdict.kind !== 'passed');
  const [first] = failed;
  if (first === undefined) return [];
  const isShown = seeds.kind === 'first' || course.showSeeds;
  const with_ =
    course.withReference.length === 0 ? '' : ` --with-reference ${course.withReference.join(',')}`;
  const which = isShown ? `--seed ${first.seed}` : `--seeds ${SEEDS_TO_TRY}`;
  const isOften = runs.length > 1 && failed.length === runs.length;
  const again = isShown
    ? 'Run it again:'
    : `The seed is hidden. ${isOften ? 'Every seed that was run shows it, so most of yours will too' : 'Run more seeds of your own until one shows it'}; the failure is then explained:`;
  return [
    `### ${escape(scenario.title)}`,
    '',
    escape(scenario.holdsTo),
    '',
    `${failed.length} of ${runs.length} runs failed. The first one: ${escape(sumUpVerdict(first.verdict))}`,
    '',
    ...(alike === null || first.smallest !== undefined
      ? [...code(tellVerdict(first.verdict, [])), '', ...scheduleLines(first)]
      : [`It is the same failure as in “${escape(alike)}”, where it is told in full.`, '']),
    again,
    '',
    ...code([`npx splitbrain test ${lab.id} --scenario ${scenario.id} ${which}${with_}`]),
    '',
  ];
}

/** Times of a schedule stand above one another: room for 12.345 s. */
const TIME = 9;

function scheduleLines({ smallest }: GradedRun): string[] {
  if (smallest === undefined) return [];
  const rows = scheduleRows(smallest).map(([time, words]) => `${time.padStart(TIME)}  ${words}`);
  return [scheduleHead(smallest), '', ...(rows.length === 0 ? [] : [...code(rows), ''])];
}

/** Enough for most failures that strike one seed in a hundred. */
const SEEDS_TO_TRY = 500;

/** A block whose text, which student code may have written, cannot end it. */
function code(lines: readonly string[]): string[] {
  const text = lines.join('\n').replaceAll(/[^\P{Cc}\n\t]/gu, '?');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, text, fence];
}

/** A text of somebody else's in a line of Markdown, with none of its signs in force. */
function escape(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|#~&!]/g, String.raw`\$&`).replaceAll(/[\s\p{Cc}]+/gu, ' ');
}
