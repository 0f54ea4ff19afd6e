import type { GradedClass, GradedLab, GradedSubmission } from '../grading/graded-class.ts';
import { outcomesOf, type ScenarioOutcome } from './scenario-outcome.ts';
import { auditSummary } from './audit-words.ts';
import { sandboxWords } from './sandbox-words.ts';
import { nameVerdict, sumUpVerdict, tellVerdict } from './verdict-words.ts';

/**
 * A class as JUnit XML, as continuous integration reads it: a suite for each lab of each submission, a test for
 * each scenario. What failed without the submission's fault is an error, what was not finished is skipped.
 */
export function junitXml(graded: GradedClass): string {
  const suites = graded.submissions.flatMap((submission) =>
    submission.labs.map((lab) => suiteOf(graded, submission, lab)),
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

function suiteOf(graded: GradedClass, submission: GradedSubmission, lab: GradedLab): Suite {
  const { name, from, points, maxPoints } = submission;
  const all = outcomesOf(graded, submission)
    .filter((each) => each.lab === lab)
    .map(caseOf);
  const count = (kind: Case['kind']): number => all.filter((each) => each.kind === kind).length;
  const counts = { tests: all.length, failures: count('failure'), errors: count('error') };
  const numbers = `tests="${counts.tests}" failures="${counts.failures}" errors="${counts.errors}" skipped="${count('skipped')}"`;
  const properties = [
    ['from', from],
    ['points', `${lab.points}/${lab.maxPoints}`],
    ['total', `${points}/${maxPoints}`],
    ['sandbox', sandboxWords(graded.made.sandbox)],
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

function caseOf(told: ScenarioOutcome): Case {
  const { lab, scenario, outcome, failure, runs, passes } = told;
  const head =
    `    <testcase ${attribute('name', scenario.title)} ` +
    attribute('classname', `${lab.lab}.${scenario.part}.${scenario.id}`);
  const inside = (
    kind: Case['kind'],
    message: string,
    body = '',
    element: string = kind,
  ): Case => ({
    kind,
    text: `${head}>\n      <${element} ${attribute('message', message)}>${xml(body)}</${element}>\n    </testcase>\n`,
  });
  if (lab.outcome.kind === 'not-runnable')
    return inside('failure', 'it cannot be run', lab.outcome.reason);
  if (lab.outcome.kind === 'no-grade')
    return inside('error', 'the grader failed', lab.outcome.reason);
  if (failure !== null) {
    const words = `${nameVerdict(failure)}, ${runs - passes} of ${runs} seeds: ${sumUpVerdict(failure)}`;
    const evidence = tellVerdict(failure, []).join('\n');
    // It has all of its points although some seeds failed: k of N were enough.
    if (outcome === 'passed') return inside('passed', words, evidence, 'flakyFailure');
    return inside(failure.kind === 'harness-error' ? 'error' : 'failure', words, evidence);
  }
  if (outcome === 'passed') return { kind: 'passed', text: `${head}/>\n` };
  const seeds = scenario.seeds.length;
  return inside('skipped', `not finished: ${runs} of ${seeds} seeds were run`);
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
