import type {
  Cause,
  ClassComparison,
  Contradiction,
  Points,
  ScenarioMove,
  SubmissionMove,
} from '../grading/compare-classes.ts';
import type { Made } from '../grading/graded-class.ts';
import { colour } from './colour.ts';
import { JSON_VERSION } from './test-json.ts';
import { nameVerdict } from './verdict-words.ts';

const CAUSES: Readonly<Record<Cause, string>> = {
  submission: 'the submission changed',
  grader: 'the grader changed',
  seeds: 'other seeds were run',
  course: 'the course file changed',
  safety: 'in one of the two, a promise of safety was broken in the part',
  outcome: 'it was cut off, or could not be run, in one of the two',
  unexplained: 'nothing that was recorded explains it',
};

/** What moved between two gradings, for the terminal. */
export function tellComparison(comparison: ClassComparison, before: Made, after: Made): string[] {
  const { moved, same, gone, added, contradictions, isSameGrader } = comparison;
  const ups = moved.filter((each) => each.after.points > each.before.points).length;
  const downs = moved.filter((each) => each.after.points < each.before.points).length;
  return [
    ...(isSameGrader ? [] : [`Graded by ${nameGrader(before)}, then by ${nameGrader(after)}.`, '']),
    ...moved.flatMap((each) => [...moveLines(each), '']),
    `${ups} up, ${downs} down, ${moved.length - ups - downs} moved otherwise, ${same.length} as before.`,
    ...listed('Only in the old file', gone),
    ...listed('Only in the new file', added),
    ...contradictionLines(contradictions),
  ];
}

function listed(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(', ')}`];
}

/** A grader as it can be told from others of the same version. */
export function nameGrader({ version, grader }: Pick<Made, 'version' | 'grader'>): string {
  return `splitbrain ${version} (code ${grader.slice(0, 12)})`;
}

function moveLines({ name, before, after, causes, scenarios }: SubmissionMove): string[] {
  const by = signed(after.points - before.points);
  const max =
    before.maxPoints === after.maxPoints ? '' : `, of ${before.maxPoints} and ${after.maxPoints}`;
  const why = causes.map((each) => CAUSES[each]).join('; ');
  return [
    `${colour.bold(name)}  ${before.points} -> ${after.points} points (${by}${max})  ${why}`,
    ...scenarios.map((each) => `  ${each.part}  ${each.title}: ${tellMove(each)}`),
  ];
}

function tellMove({ before, after, seeds }: ScenarioMove): string {
  const kinds = new Map<string, number>();
  for (const each of seeds) {
    const words = [each.before, each.after].map((verdict) =>
      verdict === null ? 'not run' : nameVerdict(verdict),
    );
    const change = words.join(' -> ');
    kinds.set(change, (kinds.get(change) ?? 0) + 1);
  }
  const changes = [...kinds].map(
    ([change, count]) => `${count} ${count === 1 ? 'seed' : 'seeds'} ${change}`,
  );
  return [`${showPoints(before)} -> ${showPoints(after)}`, ...changes].join('; ');
}

function showPoints(points: Points | null): string {
  return points === null ? 'not graded' : `${points.points}/${points.maxPoints}`;
}

function signed(points: number): string {
  const rounded = Math.round(points * 100) / 100;
  return rounded < 0 ? String(rounded) : `+${rounded}`;
}

/** Few are enough to look at. */
const CONTRADICTIONS_TOLD = 5;

function contradictionLines(all: readonly Contradiction[]): string[] {
  if (all.length === 0) return [];
  const told = all.slice(0, CONTRADICTIONS_TOLD).map(({ name, scenario, seed, before, after }) => {
    const [was, is] = [nameVerdict(before.verdict), nameVerdict(after.verdict)];
    return `  ${name}, ${scenario}, seed ${seed}: ${was} (trace ${before.traceHash || 'none'}), then ${is} (trace ${after.traceHash || 'none'})`;
  });
  return [
    '',
    colour.red(`${all.length} runs of the same files, grader and seed differ, which must not be:`),
    ...told,
    ...(all.length > told.length ? [`  and ${all.length - told.length} more`] : []),
    'If a run took too long, the machine was busy; otherwise please report it.',
  ];
}

/** What `diff --json` prints. */
export function comparisonJson(comparison: ClassComparison): object {
  const { isUnmoved: passed, ...rest } = comparison;
  return { version: JSON_VERSION, passed, ...rest };
}
