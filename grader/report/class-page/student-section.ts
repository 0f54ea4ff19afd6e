import type {
  GradedClass,
  GradedLab,
  LabPlan,
  ScenarioPlan,
  GradedRun,
} from '../../grading/graded-class.ts';
import { gradeOf, tellLateness } from '../grade.ts';
import { limitWords } from '../limit-words.ts';
import { sumUpVerdict } from '../verdict-words.ts';
import { command, evidence, schedule } from './evidence.ts';
import { tellOthers } from './failure-groups.ts';
import { html, type Html } from './html.ts';
import { count } from './share.ts';
import { kindWords, waysOf, type Group, type Way } from './ways.ts';
import { tellUnsafe } from '../tell-unsafe.ts';

/** Ways to fail that are told in full; who fails in more ways has other worries than the sixth. */
const WAYS_TOLD = 4;
/** Scenarios in which one way to fail is found, and seeds of one of them. */
const SCENARIOS_TOLD = 8;
const SEEDS_TOLD = 8;
const REASON_LETTERS_MAX = 1_000;

/** The report of a submission for staff: what broke, the smallest schedule, and the command to see it again. */
export function studentSection(graded: GradedClass, at: number, groups: readonly Group[]): Html {
  const submission = graded.submissions[at];
  if (submission === undefined) return html``;
  const { name, from, points, maxPoints, lateness, labs, submittedAt } = submission;
  const last = graded.submissions.length - 1;
  return html`<section class="student" id="s-${at}" tabindex="-1">
    <nav>
      <a href="#submissions" class="back">The class</a
      >${at > 0 ? html`<a href="#s-${at - 1}" rel="prev">Previous</a>` : ''}${at < last ? html`<a href="#s-${at + 1}" rel="next">Next</a>` : ''}
    </nav>
    <h2><bdi>${name}</bdi></h2>
    <p class="sum">
      <b>${points}</b> of ${maxPoints}
      points${lateness.days > 0 ? `, ${tellLateness(lateness)}` : ''}
    </p>
    <p class="quiet">
      From <bdi>${from}</bdi>${submittedAt === null ? '' : `, submitted ${submittedAt}`}
    </p>
    ${labs.map((lab, index) => labSection({ graded, lab, plan: graded.labs[index], from, groups, at }))}
  </section> `;
}

interface LabView {
  readonly graded: GradedClass;
  readonly lab: GradedLab;
  readonly plan: LabPlan | undefined;
  readonly from: string;
  readonly groups: readonly Group[];
  readonly at: number;
}

function labSection(view: LabView): Html {
  const { graded, lab, plan, at } = view;
  const submission = graded.submissions[at];
  if (plan === undefined || submission === undefined) return html``;
  const { outcome, unsafe } = lab;
  const told = tellUnsafe(unsafe, graded.course.unsafeShare);
  const grade = gradeOf(submission, graded.labs).labs.find((each) => each.lab === lab.lab);
  const parts = outcome.kind === 'run' || outcome.kind === 'cut-off' ? plan.parts : [];
  const ways = waysOf(lab, plan);
  const untold = ways.slice(WAYS_TOLD);
  return html`<h3>Lab ${plan.number}: ${plan.title}</h3>
    ${
      parts.length === 0
        ? ''
        : html`<ul class="parts">
            ${parts.map(({ id, title }) => html`<li title="${title}"><span class="quiet">${id}</span> <b>${grade?.parts[id] ?? 0}</b><span class="of">/${maxOf(plan, id)}</span></li>`)}
          </ul>`
    }
    ${told === null ? '' : html`<p class="note">${told}</p>`}${outcomeNote(lab)}${ways.slice(0, WAYS_TOLD).map((way) => wayArticle(way, view))}${
      untold.length === 0
        ? ''
        : html`<p>It fails in ${untold.length} more ways:</p>
            <ul>
              ${untold.map(({ shown, shownIn }) => html`<li>${shownIn.title}: ${sumUpVerdict(shown.verdict).slice(0, 200)}</li>`)}
            </ul>`
    }${harnessNote(lab, plan)}`;
}

function maxOf({ scenarios }: LabPlan, part: string): number {
  return scenarios
    .filter((each) => each.part === part)
    .reduce((sum, { points }) => sum + points, 0);
}

function outcomeNote({ outcome, passed }: GradedLab): Html {
  switch (outcome.kind) {
    case 'run':
      return passed ? html`<p>It passed everything.</p>` : html``;
    case 'cut-off':
      return html`<p class="note">
        It was ended after ${limitWords(outcome)}. What was finished by then counts.
      </p>`;
    case 'not-runnable':
      return html`<p class="note">It cannot be run:</p>
        <pre>${outcome.reason.slice(0, REASON_LETTERS_MAX)}</pre>`;
    case 'no-grade':
      return html`<p class="note">There is no grade: the grader itself failed.</p>
        <pre>${outcome.reason.slice(0, REASON_LETTERS_MAX)}</pre>`;
  }
}

function wayArticle(way: Way, { graded, from, groups, at }: LabView): Html {
  const { shown, shownIn, scenarios } = way;
  const index = groups.findIndex(
    ({ plan, members }) =>
      plan === way.plan && members.some((each) => each.at === at && each.way.way === way.way),
  );
  const group = groups[index];
  const more = Math.max(0, scenarios.length - SCENARIOS_TOLD);
  return html`<article class="way">
    <p class="kind">${kindWords(shown.verdict)}</p>
    <h4>${sumUpVerdict(shown.verdict)}</h4>
    <ul class="where">
      ${scenarios.slice(0, SCENARIOS_TOLD).map((each) => where(each))}
      ${more === 0 ? '' : html`<li class="quiet">and ${count(more, 'more scenario')}</li>`}
    </ul>
    <p class="quiet">
      ${shownIn.holdsTo} Shown: ${scenarios.length === 1 ? '' : `${shownIn.title}, `}seed
      ${shown.seed}.
    </p>
    ${evidence(way)} ${schedule(way)} ${command(way, from, graded.course)}
    ${group === undefined || group.members.length < 2 ? '' : html`<p class="quiet"><a href="#g-${index}">${tellOthers(group)}</a> failed in the same way.</p>`}
  </article> `;
}

function where({ scenario, runs }: { scenario: ScenarioPlan; runs: readonly GradedRun[] }): Html {
  const seeds = runs.slice(0, SEEDS_TOLD).map(({ seed }) => seed);
  const more = runs.length > seeds.length ? ', ...' : '';
  return html`<li>
    <span class="quiet">${scenario.part}</span> ${scenario.title}
    <span class="quiet"
      >${runs.length} of ${scenario.seeds.length} seeds: ${seeds.join(', ')}${more}</span
    >
  </li>`;
}

function harnessNote({ scenarios }: GradedLab, plan: LabPlan): Html {
  const broken = plan.scenarios.filter(({ id }) =>
    scenarios.some(
      (each) => each.id === id && each.runs.some(({ verdict }) => verdict.kind === 'harness-error'),
    ),
  );
  if (broken.length === 0) return html``;
  return html`<p class="note">
    The harness failed in ${broken.map(({ title }) => title).join(', ')}; such runs count neither
    way.
  </p>`;
}
