import type { GradedClass, GradedSubmission, ScenarioPlan } from '../grading/graded-class.ts';
import { placesOf, type Place } from './failure-place.ts';
import { outcomesOf, tellOutcome, type ScenarioOutcome } from './scenario-outcome.ts';
import { sumUpVerdict } from './verdict-words.ts';

/**
 * A class as a SARIF 2.1.0 log: a run for each submission, and in it a result for each scenario that did not pass, at
 * the student's file and line, or one for a lab that cannot be run. Files are relative to the submission's folder.
 */
export function sarifLog(graded: GradedClass): object {
  return {
    $schema:
      'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: graded.submissions.map((each) => runOf(graded, each)),
  };
}

function runOf(graded: GradedClass, submission: GradedSubmission): object {
  const { made, course } = graded;
  const rules = graded.labs.flatMap(({ id, scenarios }) => [
    runsRule(id),
    ...scenarios.map((each) => ruleOf(id, each)),
  ]);
  const results = outcomesOf(graded, submission)
    .filter(({ outcome }) => outcome !== 'passed')
    // What cannot be run is told once, and not for each scenario.
    .filter(
      ({ outcome, plan, scenario }) => outcome !== 'not-runnable' || scenario === plan.scenarios[0],
    )
    .map((told) => {
      const result = resultOf(told);
      return { ...result, ruleIndex: rules.findIndex(({ id }) => id === result.ruleId) };
    });
  return {
    tool: { driver: { name: 'splitbrain', semanticVersion: made.version, rules } },
    automationDetails: { id: `${course.assignment}/${submission.name}` },
    columnKind: 'utf16CodeUnits',
    results,
  };
}

/** A rule and what breaks it. */
interface Rule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string };
  readonly properties: { readonly tags: readonly string[] };
}

/** The rule that there is something to run. */
const runsRule = (lab: string): Rule => ({
  id: `${lab}/runs`,
  name: 'it can be run',
  shortDescription: { text: 'it can be run' },
  fullDescription: { text: `The files of ${lab} are there and compile.` },
  help: { text: `Run it: npx splitbrain test ${lab}` },
  properties: { tags: [] },
});

function ruleOf(lab: string, { id, title, holdsTo, part }: ScenarioPlan): Rule {
  return {
    id: `${lab}/${id}`,
    name: title,
    shortDescription: { text: title },
    fullDescription: { text: holdsTo },
    help: { text: `Run it: npx splitbrain test ${lab} --scenario ${id}` },
    properties: { tags: [part] },
  };
}

function resultOf(told: ScenarioOutcome): Result {
  const { lab, scenario, outcome, failure } = told;
  const places = placesOf(told);
  const frames = places.filter(({ line }) => line !== null);
  const isStack = failure?.kind === 'crashed' && frames.length > 0;
  return {
    ruleId: `${lab.lab}/${outcome === 'not-runnable' ? 'runs' : scenario.id}`,
    // What is nobody's fault here is told, and is no error of the code.
    level: outcome === 'not-counted' ? 'note' : outcome === 'unfinished' ? 'warning' : 'error',
    message: { text: messageOf(told) },
    locations: places.slice(0, 1).map((place) => locationOf(place)),
    ...(isStack
      ? { stacks: [{ frames: frames.map((place) => ({ location: locationOf(place) })) }] }
      : {}),
  };
}

interface Result {
  readonly ruleId: string;
  readonly level: 'note' | 'warning' | 'error';
  readonly message: { readonly text: string };
  readonly locations: readonly object[];
  readonly stacks?: readonly object[];
}

function messageOf(told: ScenarioOutcome): string {
  const { lab, failure } = told;
  if (lab.outcome.kind === 'not-runnable') return lab.outcome.reason;
  const first = failure === null ? [] : [sumUpVerdict(failure)];
  return [...first, ...tellOutcome(told)].join('\n');
}

function locationOf({ file, line, column, inside }: Place): object {
  const region = line === null ? {} : { region: { startLine: line, startColumn: column } };
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region },
    ...(inside === '' ? {} : { logicalLocations: [{ fullyQualifiedName: inside }] }),
  };
}

/** A file's name as a relative reference; a colon in its first part would begin a scheme. */
function uriOf(file: string): string {
  const parts = file.split(/[\\/]/).map((each) => encodeURIComponent(each));
  return parts.join('/');
}
