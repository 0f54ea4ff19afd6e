import type { GradedClass, LabPlan, ScenarioPlan } from '../../grading/graded-class.ts';
import { wayToFail } from '../../grading/way-to-fail.ts';
import { html, type Html } from './html.ts';
import { count, percent } from './share.ts';

interface Rate {
  readonly scenario: ScenarioPlan;
  /** Submissions that were run in it, and those that failed at least one run. */
  readonly ran: number;
  readonly failed: number;
}

/** How many failed each scenario, the most failed ones first. */
export function scenarioRates(graded: GradedClass): Html {
  const rates = graded.labs.flatMap((plan, at) => ratesOf(graded, plan, at));
  const failed = rates
    .filter((each) => each.failed > 0)
    .toSorted((a, b) => b.failed / b.ran - a.failed / a.ran);
  const never = rates.length - failed.length;
  return html`<section id="scenarios">
    <h2>Scenarios</h2>
    <p class="about">
      The share of submissions that fail at least one run of a scenario, among those that were run
      in it.
    </p>
    ${
      failed.length === 0
        ? ''
        : html`<table class="rates">
            <thead>
              <tr>
                <th scope="col">Part</th>
                <th scope="col">Scenario</th>
                <th scope="col" class="wide"><span class="hidden">Share</span></th>
                <th scope="col" class="n">Failed by</th>
              </tr>
            </thead>
            <tbody>
              ${failed.map(row)}
            </tbody>
          </table>`
    }
    ${never === 0 ? '' : html`<p class="about">Nobody failed ${failed.length === 0 ? 'any of' : 'the other'} ${count(never, 'scenario')}.</p>`}
  </section> `;
}

function ratesOf({ submissions }: GradedClass, plan: LabPlan, at: number): Rate[] {
  return plan.scenarios.map((scenario) => {
    const runs = submissions
      .map(({ labs }) => labs[at]?.scenarios.find(({ id }) => id === scenario.id)?.runs ?? [])
      .filter(({ length }) => length > 0);
    const failed = runs.filter((each) => each.some(({ verdict }) => wayToFail(verdict) !== null));
    return { scenario, ran: runs.length, failed: failed.length };
  });
}

function row({ scenario, ran, failed }: Rate): Html {
  const { part, title, holdsTo } = scenario;
  const width = Math.round((failed / ran) * 1_000) / 10;
  return html`<tr>
    <td>${part}</td>
    <td title="${holdsTo}">${title}</td>
    <td class="wide">
      <svg class="rate" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width="${width}" height="1" />
      </svg>
    </td>
    <td class="n"><b>${percent(failed / ran)}</b> <span class="of">${failed} of ${ran}</span></td>
  </tr> `;
}
