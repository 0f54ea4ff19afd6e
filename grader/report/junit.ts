import type {
  GradedClass,
  GradedLab,
  GradedScenario,
  GradedSubmission,
  LabPlan,
} from '../grading/graded-class.ts';
import type { Sandbox } from '../realm/child/sandbox.ts';
import { auditSummary } from './audit-words.ts';
import { sandboxWords } from './sandbox-words.ts';
import { nameVerdict, sumUpVerdict, tellVerdict } from './verdict-words.ts';

/**
 * A class as JUnit XML, as continuous integration reads it: a suite for each lab of each submission, a test for
 * each scenario. What failed without the submission's fault is an error, what was not finished is skipped.
 */
export function junitXml(graded: GradedClass): string {
  const suites = graded.submissions.flatMap((submission) =>
    submission.labs.map((lab, at) =>
      suiteOf(submission, lab, graded.labs[at], graded.made.sandbox),
    ),
  );
  const total = (key: Count): number => suites.reduce((sum, suite) => sum + suite[key], 0);
  const totals = `tests="${total('tests')}" failures="${total('failures')}" errors="${total('errors')}"`;
  const name = attribute(
    'name',
    graded.course.assignment === '' ? 'splitbrain' : graded.course.assignment,
  );
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${name} ${totals}>\n` +
    `${suites.map(({ text }) => text).join('')}</testsuites>\n`
  );
}

type Count = 'tests' | 'failures' | 'errors';

interface Suite extends Readonly<Record<Count, number>> {
  readonly text: string;
}

/** A test's element, and what it counts as. */
interface Case {
  readonly text: string;
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
}

function suiteOf(
  submission: GradedSubmission,
  lab: GradedLab,
  plan: LabPlan | undefined,
  sandbox: Sandbox | null,
): Suite {
  const { name, from, points, maxPoints } = submission;
  const cases = plan?.scenarios.map((scenario) => {
    const result = lab.scenarios.find(({ id }) => id === scenario.id);
    const head = `    <testcase ${attribute('name', scenario.title)} ${attribute('classname', `${lab.lab}.${scenario.part}.${scenario.id}`)}`;
    return caseOf(head, lab, result, scenario.seeds.length);
  });
  const all = cases ?? [];
  const count = (kind: Case['kind']): number => all.filter((each) => each.kind === kind).length;
  const counts = { tests: all.length, failures: count('failure'), errors: count('error') };
  const numbers = `tests="${counts.tests}" failures="${counts.failures}" errors="${counts.errors}" skipped="${count('skipped')}"`;
  const properties = [
    ['from', from],
    ['points', `${lab.points}/${lab.maxPoints}`],
    ['total', `${points}/${maxPoints}`],
    ['sandbox', sandboxWords(sandbox)],
    ['audit', auditSummary(submission)],
  ].map(
    ([key = '', value = '']) =>
      `      <property ${attribute('name', key)} ${attribute('value', value)}/>\n`,
  );
  const text =
    `  <testsuite ${attribute('name', `${name}: ${lab.lab}`)} ${numbers}>\n` +
    `    <properties>\n${properties.join('')}    </properties>\n` +
    `${all.map((each) => each.text).join('')}  </testsuite>\n`;
  return { ...counts, text };
}

function caseOf(
  head: string,
  { outcome }: GradedLab,
  result: GradedScenario | undefined,
  seeds: number,
): Case {
  const inside = (kind: Exclude<Case['kind'], 'passed'>, message: string, body = ''): Case => ({
    kind,
    text: `${head}>\n      <${kind} ${attribute('message', message)}>${xml(body)}</${kind}>\n    </testcase>\n`,
  });
  if (outcome.kind === 'not-runnable') return inside('failure', 'it cannot be run', outcome.reason);
  if (outcome.kind === 'no-grade') return inside('error', 'the grader failed', outcome.reason);
  const runs = result?.runs ?? [];
  const failed = runs.filter(({ verdict }) => verdict.kind !== 'passed');
  const blamed = failed.find(({ verdict }) => verdict.kind !== 'harness-error') ?? failed[0];
  if (blamed !== undefined) {
    const { verdict } = blamed;
    const kind = verdict.kind === 'harness-error' ? 'error' : 'failure';
    const words = `${nameVerdict(verdict)}, ${failed.length} of ${runs.length} seeds: ${sumUpVerdict(verdict)}`;
    return inside(kind, words, tellVerdict(verdict, []).join('\n'));
  }
  // Nothing failed, but a time limit is no pass.
  if (runs.length < seeds)
    return inside('skipped', `not finished: ${runs.length} of ${seeds} seeds were run`);
  return { kind: 'passed', text: `${head}/>\n` };
}

function attribute(name: string, value: string): string {
  return `${name}="${xml(value).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`;
}

/** Text as XML 1.0 takes it: what it forbids is left out. */
function xml(text: string): string {
  return Array.from(text, (letter) => (isAllowed(letter.codePointAt(0) ?? 0) ? letter : ''))
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function isAllowed(code: number): boolean {
  return (
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    code >= 0x10000
  );
}
