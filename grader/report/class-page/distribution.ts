import type { GradedSubmission } from '../../grading/graded-class.ts';
import { html, type Html } from './html.ts';
import { count, medianOf, percent, shareOf } from './share.ts';

/** Bars of ten percent each, and one for full points. */
const BARS = 11;

/** How the points are distributed. */
export function distribution(submissions: readonly GradedSubmission[]): Html {
  const shares = submissions.flatMap((each) => shareOf(each) ?? []);
  const bars = Array.from({ length: BARS }, () => 0);
  for (const share of shares) {
    const at = Math.floor(share * (BARS - 1) + 1e-9);
    bars[at] = (bars[at] ?? 0) + 1;
  }
  const most = Math.max(1, ...bars);
  return html`<section id="distribution">
    <h2>Points</h2>
    ${facts(submissions, shares)}
    <ol class="histogram">
      ${bars.map((number, at) => bar(number, at, most))}
    </ol>
    <p class="axis">
      Percent of all points. Each bar is ten percent wide; full points have a bar of their own.
    </p>
  </section> `;
}

function bar(number: number, at: number, most: number): Html {
  const from = at * 10;
  const range = at === BARS - 1 ? 'full points' : `${from} to ${from + 9}% of the points`;
  const height = Math.round((number / most) * 1_000) / 10;
  return html`<li title="${range}: ${count(number, 'submission')}">
    <span class="number">${number === 0 ? '' : number}</span
    ><svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">
      <rect y="${100 - height}" width="10" height="${height}" /></svg
    ><span class="label">${from}</span>
  </li> `;
}

function facts(submissions: readonly GradedSubmission[], shares: readonly number[]): Html {
  const median = medianOf(shares);
  const outcomes = submissions.map(({ labs }) => new Set(labs.map(({ outcome }) => outcome.kind)));
  const having = (kind: 'no-grade' | 'cut-off'): number =>
    outcomes.filter((each) => each.has(kind)).length;
  const unrunnable = outcomes.filter((each) => each.size === 1 && each.has('not-runnable')).length;
  const late = submissions.filter(({ lateness }) => lateness.days > 0).length;
  const all: readonly (readonly [value: string | number, words: string])[] = [
    [submissions.length, submissions.length === 1 ? 'submission' : 'submissions'],
    [median === null ? '-' : percent(median), 'median'],
    [submissions.filter(({ passed }) => passed).length, 'passed everything'],
    [unrunnable, 'cannot be run'],
    [having('cut-off'), 'ended at the limit'],
    [having('no-grade'), 'without a grade'],
    [late, 'late'],
  ];
  // What did not happen is no news, but for the first three.
  const told = all.filter(([value], at) => at < 3 || value !== 0);
  return html`<dl class="facts">
    ${told.map(
      ([value, words]) =>
        html`<div>
          <dt>${words}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
