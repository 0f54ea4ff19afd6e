import type { GradedSubmission, SimilarPair } from '../../grading/graded-class.ts';
import { html, type Html } from './html.ts';
import { percent } from './share.ts';

/** Submissions whose code is alike. */
export function similarCode(
  pairs: readonly SimilarPair[],
  submissions: readonly GradedSubmission[],
): Html {
  const places = new Map(submissions.map(({ name }, at) => [name, at]));
  const link = (name: string): Html => {
    const at = places.get(name);
    return at === undefined
      ? html`<bdi>${name}</bdi>`
      : html`<a href="#s-${at}"><bdi>${name}</bdi></a>`;
  };
  return html`<section id="similar">
    <h2>Similar code</h2>
    <p class="about">
      Pairs with much code in common that the template does not have, as Dolos finds it. To be alike
      is no proof of copying: compare the two yourself before you draw conclusions.
    </p>
    ${
      pairs.length === 0
        ? html`<p>No two submissions are much alike.</p>`
        : html`<table class="pairs">
            <thead>
              <tr>
                <th scope="col">Submissions</th>
                <th scope="col" class="n">In common</th>
              </tr>
            </thead>
            <tbody>
              ${pairs.map(
                ({ names: [a, b], similarity }) =>
                  html`<tr>
                    <td>${link(a)} and ${link(b)}</td>
                    <td class="n"><b>${percent(similarity)}</b></td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
  </section> `;
}
