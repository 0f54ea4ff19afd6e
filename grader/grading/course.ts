import { parseDocument } from 'yaml';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { LAYERS, type Layer } from '../realm/child/layers.ts';
import { UsageError } from '../run/select.ts';
import { UNSAFE_SHARE } from '../run/unsafe-parts.ts';
import { Fields } from './fields.ts';
import type { LatePolicy } from './lateness.ts';
import type { Policy } from './policy.ts';

/** How an assignment is graded. */
export interface Course {
  readonly name: string;
  /** Seeds differ from assignment to assignment, so its name must not change once they are committed. */
  readonly assignment: string;
  /** The parts that count, such as '3A'; null for all parts of the labs that are graded. */
  readonly parts: readonly string[] | null;
  /** Labs whose files come from the reference solution, so that one bug is not paid for twice. */
  readonly withReference: readonly string[];
  readonly points: Policy;
  /** What the points of a part are multiplied by in which a promise of safety was broken; 1 for no such rule. */
  readonly unsafeShare: number;
  /** Seeds for each scenario; null for as many as each scenario says. */
  readonly seeds: number | null;
  /** Time that workers may spend on one submission, all its labs together; null for the default. */
  readonly limitSeconds: number | null;
  /** What must confine submissions wherever they run; missing for as much as the machine that grades has. */
  readonly sandbox?: readonly Layer[];
  readonly late: LatePolicy | null;
  /** Whether students are told which seeds failed, once they need not be hidden any more. */
  readonly showSeeds: boolean;
  /** Parts whose results students do not see at once; null for none. */
  readonly hidden: HiddenParts | null;
}

/** Until when something is hidden, in Gradescope's words; 'hidden' is for ever. */
export type Visibility = (typeof VISIBILITIES)[number];

const VISIBILITIES = ['hidden', 'after_due_date', 'after_published'] as const;

interface HiddenParts {
  readonly parts: readonly string[];
  readonly until: Visibility;
}

/** What is graded without a course file: every scenario passes all of its seeds, or earns nothing. */
export const NO_COURSE: Course = {
  name: '',
  assignment: '',
  parts: null,
  withReference: [],
  points: { kind: 'all-or-nothing' },
  unsafeShare: UNSAFE_SHARE,
  seeds: null,
  limitSeconds: null,
  late: null,
  showSeeds: false,
  hidden: null,
};

/** More seeds than this for each scenario would take a course's whole night for one submission. */
const SEEDS_MAX = 10_000;
const LIMIT_SECONDS_MAX = 86_400;

/**
 * Reads a course file: YAML, of which JSON is a part. Throws `UsageError` that names every mistake with its
 * place.
 */
export function readCourse(text: string, file: string, labs: readonly Lab[]): Course {
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { prettyErrors: true });
  const [syntax] = document.errors;
  if (syntax !== undefined) throw new UsageError(`${file} is no YAML or JSON: ${syntax.message}`);
  const fields = new Fields(document.toJS());
  const course = courseOf(fields, labs);
  const mistakes = fields.mistakes();
  if (mistakes.length === 0) return course;
  throw new UsageError(
    `${file} cannot be used:\n${mistakes.map((each) => `  ${each}`).join('\n')}`,
  );
}

function courseOf(fields: Fields, labs: readonly Lab[]): Course {
  const parts = labs.flatMap((lab) => lab.parts.map(({ id }) => id));
  return {
    name: fields.text('name') ?? '',
    assignment: fields.need('assignment', fields.text('assignment')) ?? '',
    parts: fields.listOf('parts', parts),
    withReference:
      fields.listOf(
        'withReference',
        labs.map(({ id }) => id),
      ) ?? [],
    points: policyOf(fields),
    unsafeShare: fields.number('unsafeShare', 0, 1) ?? NO_COURSE.unsafeShare,
    seeds: fields.number('seeds', 1, SEEDS_MAX, 'whole'),
    limitSeconds: fields.number('limitSeconds', 1, LIMIT_SECONDS_MAX),
    ...demandOf(fields),
    late: latePolicyOf(fields.inside('late')),
    showSeeds: fields.flag('showSeeds') ?? false,
    hidden: hiddenPartsOf(fields.inside('hidden'), parts),
  };
}

function demandOf(fields: Fields): Pick<Course, 'sandbox'> {
  const sandbox = fields.listOf('sandbox', LAYERS) as Layer[] | null;
  return sandbox === null ? {} : { sandbox };
}

function policyOf(fields: Fields): Policy {
  if (!fields.isObject('points')) {
    const kind = fields.oneOf('points', ['fraction', 'all-or-nothing'], ' or { passAt: n }');
    return { kind: kind ?? NO_COURSE.points.kind } as Policy;
  }
  const inside = fields.inside('points');
  const passAt = inside?.need('passAt', inside.number('passAt', 1, SEEDS_MAX, 'whole')) ?? 1;
  const seeds = fields.number('seeds', 1, SEEDS_MAX, 'whole');
  if (seeds === null)
    fields.blame('points', 'passAt k needs seeds: N, so that N is the same everywhere');
  else if (passAt > seeds)
    fields.blame('points', `passAt ${passAt} is more than the ${seeds} seeds`);
  return { kind: 'pass-at', seeds: passAt };
}

function hiddenPartsOf(hidden: Fields | null, parts: readonly string[]): HiddenParts | null {
  if (hidden === null) return null;
  return {
    parts: hidden.need('parts', hidden.listOf('parts', parts)) ?? [],
    until: hidden.oneOf('until', VISIBILITIES) ?? 'after_published',
  };
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Whether a text is a time that means the same on every machine. */
export function isTime(text: string): boolean {
  return ISO_TIME.test(text) && !Number.isNaN(Date.parse(text));
}

/** What such a time looks like, for messages. */
export const TIME_WORDS = 'a time with its offset from UTC, like 2027-03-01T23:59:00-05:00';

function latePolicyOf(late: Fields | null): LatePolicy | null {
  if (late === null) return null;
  const due = late.need('due', late.text('due')) ?? '';
  if (due !== '' && !isTime(due)) late.expect('due', TIME_WORDS);
  return {
    due,
    graceMinutes: late.number('graceMinutes', 0, 1_440) ?? 0,
    percentPerDay: late.need('percentPerDay', late.number('percentPerDay', 0, 100)) ?? 0,
    daysMax: late.number('daysMax', 0, 365),
  };
}

/** The labs of the parts that count, with the scenarios of those parts alone. */
export function labsOf(course: Course, labs: readonly Lab[]): Lab[] {
  const { parts } = course;
  if (parts === null) return [...labs];
  return labs.flatMap((lab) => {
    const counted = lab.parts.filter(({ id }) => parts.includes(id));
    const scenarios = lab.scenarios.filter(({ part }) => parts.includes(part));
    return counted.length === 0 ? [] : [{ ...lab, parts: counted, scenarios }];
  });
}
