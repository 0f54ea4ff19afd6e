import type { GradedClass } from '../../grading/graded-class.ts';
import { gradeOf } from '../grade.ts';
import { columnsOf, type Column } from '../grade-table.ts';
import { html, type Html } from './html.ts';
import { shareOf } from './share.ts';

/** A line for each submission, which leads to its report. */
export function submissionTable({ labs, submissions }: GradedClass): Html {
  const columns = columnsOf(labs);
  return html`<section id="submissions">
    <h2>Submissions</h2>
    <p class="filter">
      <label for="filter">Filter</label>
      <input
        id="filter"
        type="search"
        autocomplete="off"
        spellcheck="false"
        placeholder="name, or how it fails"
      />
      <output id="shown"></output>
    </p>
    <table class="all">
      <thead>
        <tr>
          <th scope="col" class="text">Name</th>
          ${columns.map(({ title }) => html`<th scope="col" class="n part">${title}</th>`)}
          <th scope="col" class="n">Total</th>
          <th scope="col" class="text why">Note</th>
        </tr>
      </thead>
      <tbody>
        ${submissions.map((each, at) => {
          const { name, points, maxPoints } = each;
          const grade = gradeOf(each, labs);
          const share = shareOf(each);
          const total =
            share === null
              ? html`<td class="n" data-value="-1">-</td>`
              : html`<td class="n" data-value="${points}">
                  <b>${points}</b><span class="of">/${maxPoints}</span>
                </td>`;
          return html`<tr>
            <th scope="row">
              <a href="#s-${at}"><bdi>${name}</bdi></a>
            </th>
            ${columns.map((column) => cell(column, column.pointsOf(grade)))}${total}
            <td class="why"><span>${grade.note}</span></td>
          </tr> `;
        })}
      </tbody>
    </table>
  </section> `;
}

function cell({ max }: Column, points: number | undefined): Html {
  if (points === undefined) return html`<td class="n part" data-value="-1">-</td>`;
  return html`<td class="n part${points < max ? ' less' : ''}">
    ${points}<span class="of">/${max}</span>
  </td>`;
}
