import type { GradedClass, GradedSubmission } from '../../grading/graded-class.ts';
import { firstLine, sumUpVerdict } from '../verdict-words.ts';
import { evidence, schedule } from './evidence.ts';
import { html, type Html } from './html.ts';
import { count } from './share.ts';
import { kindWords, type Group } from './ways.ts';

/** Names that are seen at once; the others are behind a click. */
const NAMES_SEEN = 24;
const REASON_LETTERS_MAX = 160;

/** Submissions grouped by how they fail. */
export function failureGroups({ submissions }: GradedClass, groups: readonly Group[]): Html {
  const large = groups.filter(({ members }) => members.length > 1);
  const single = groups.filter(({ members }) => members.length === 1);
  const unrunnable = submissions.flatMap((each, at) => {
    const outcome = each.labs.find(({ outcome: { kind } }) => kind === 'not-runnable')?.outcome;
    return outcome?.kind === 'not-runnable' ? [{ at, reason: outcome.reason }] : [];
  });
  return html`<section id="groups">
    <h2>How they fail</h2>
    <p class="about">
      Each box holds the submissions that break the same promise. Inside it they are grouped by the
      shape of the smallest schedule found: the kinds of faults in it, regardless of when, how often
      and on which process they strike. A submission that fails in several ways is in several boxes.
    </p>
    ${large.map((each) => groupCard(each, groups.indexOf(each), submissions))}${
      single.length === 0
        ? ''
        : html`<article class="group">
            <h3>Failures that only one submission has</h3>
            <ul class="singles">
              ${single.map((each) => singleLine(each, groups.indexOf(each), submissions))}
            </ul>
          </article> `
    }${
      unrunnable.length === 0
        ? ''
        : html`<article class="group">
            <header>
              <p class="kind">Cannot be run</p>
              <p class="size"><b>${unrunnable.length}</b></p>
            </header>
            <ul class="singles">
              ${unrunnable.map(
                ({ at, reason }) =>
                  html`<li>
                    ${link(at, submissions)}
                    <span class="quiet">${firstLine(reason).slice(0, REASON_LETTERS_MAX)}</span>
                  </li> `,
              )}
            </ul>
          </article> `
    }${groups.length + unrunnable.length === 0 ? html`<p>Nobody fails.</p>` : ''}
  </section> `;
}

function groupCard(
  { members, shapes, example, plan }: Group,
  at: number,
  submissions: readonly GradedSubmission[],
): Html {
  const { verdict } = example.way.shown;
  return html`<article class="group" id="g-${at}">
    <header>
      <p class="kind">Lab ${plan.number}: ${kindWords(verdict)}</p>
      <p class="size"><b>${members.length}</b> submissions</p>
    </header>
    <h3>${sumUpVerdict(verdict)}</h3>
    ${shapes.map(
      ({ shape, members: alike }) =>
        html`<div class="shape">
          <p>
            <span class="number">${alike.length}</span>
            <span class="words">${shape ?? 'faults not narrowed down'}</span>
          </p>
          ${names(
            alike.map((each) => each.at),
            submissions,
          )}
        </div> `,
    )}
    <details>
      <summary>
        An example: <bdi>${submissions[example.at]?.name ?? ''}</bdi>, in
        ${example.way.shownIn.title}
      </summary>
      ${evidence(example.way)} ${schedule(example.way)}
    </details>
  </article> `;
}

function names(members: readonly number[], submissions: readonly GradedSubmission[]): Html {
  const links = members.map((at) => html`<li>${link(at, submissions)}</li>`);
  const left = links.length - NAMES_SEEN;
  const seen = html`<ul class="names">
    ${links.slice(0, NAMES_SEEN)}
  </ul>`;
  if (left <= 0) return seen;
  return html`${seen}
    <details class="more">
      <summary>${left} more</summary>
      <ul class="names">
        ${links.slice(NAMES_SEEN)}
      </ul>
    </details>`;
}

function singleLine(
  { example, plan }: Group,
  at: number,
  submissions: readonly GradedSubmission[],
): Html {
  const { verdict } = example.way.shown;
  return html`<li id="g-${at}">
    ${link(example.at, submissions)}
    <span>
      ${sumUpVerdict(verdict).slice(0, REASON_LETTERS_MAX)}
      <span class="quiet">Lab ${plan.number}, ${kindWords(verdict)}</span>
    </span>
  </li> `;
}

function link(at: number, submissions: readonly GradedSubmission[]): Html {
  return html`<a href="#s-${at}"><bdi>${submissions[at]?.name ?? ''}</bdi></a>`;
}

/** The noun for those who fail as a group does. */
export function tellOthers({ members }: Group): string {
  return count(members.length - 1, 'other submission');
}
