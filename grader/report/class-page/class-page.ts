import { createHash } from 'node:crypto';
import type { GradedClass } from '../../grading/graded-class.ts';
import { tellMade } from '../made-words.ts';
import { distribution } from './distribution.ts';
import { failureGroups } from './failure-groups.ts';
import { html, Html } from './html.ts';
import { scenarioRates } from './scenario-rates.ts';
import { count } from './share.ts';
import { similarCode } from './similar-code.ts';
import { studentSection } from './student-section.ts';
import { submissionTable } from './submission-table.ts';
import { groupsOf } from './ways.ts';

/** Files that become a part of the page. */
export interface PageFiles {
  /** Text of page.css. */
  readonly style: string;
  /** Text of page.js. */
  readonly script: string;
}

/** A class at a glance, for staff: one page that needs no other file, and no script to be read. */
export function classPage(graded: GradedClass, { style, script }: PageFiles): string {
  const { course, made, submissions, unfinished } = graded;
  const title = [course.name, course.assignment].filter((each) => each !== '').join(', ');
  const groups = groupsOf(graded);
  const similar = graded.similar === undefined ? '' : similarCode(graded.similar, submissions);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy(style, script)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title === '' ? 'A class at a glance' : title}</title>
        ${new Html(`<style>${style}</style>`)}
      </head>
      <body>
        <header class="page">
          <p class="staff">For staff only: it has names, grades and seeds.</p>
          <h1>${title === '' ? 'A class at a glance' : title}</h1>
          <nav>
            <a href="#distribution">Points</a><a href="#groups">How they fail</a
            ><a href="#scenarios">Scenarios</a
            >${similar === '' ? '' : html`<a href="#similar">Similar code</a>`}<a
              href="#submissions"
              >Submissions</a
            >
          </nav>
        </header>
        <main>
          <div class="class">
            ${
              unfinished.length === 0
                ? ''
                : html`<p class="note">
                    Not finished: ${count(unfinished.length, 'submission')} of
                    ${submissions.length + unfinished.length} still to be graded. The same command
                    goes on with them.
                  </p> `
            }${distribution(submissions)}${failureGroups(graded, groups)}${scenarioRates(graded)}${similar}${submissionTable(graded)}
          </div>
          <div class="students">
            ${submissions.map((_, at) => studentSection(graded, at, groups))}
          </div>
        </main>
        <footer>
          Graded by ${tellMade(made)}. The commands on this page run a submission without a sandbox,
          with your rights: read its code first.
        </footer>
        ${new Html(`<script>${script}</script>`)}
      </body>
    </html> `.text;
}

/** Nothing is loaded, and nothing runs but the page's own script, whatever a submission has smuggled into a text. */
function policy(style: string, script: string): string {
  const [styles, scripts] = [style, script].map(
    (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
  return `default-src 'none'; style-src ${styles}; script-src ${scripts}; base-uri 'none'; form-action 'none'`;
}
