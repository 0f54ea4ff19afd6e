import type { Course } from '../../grading/course.ts';
import { scheduleHead, scheduleRows } from '../schedule-words.ts';
import { tellVerdict } from '../verdict-words.ts';
import { html, type Html } from './html.ts';
import type { Way } from './ways.ts';

/** What is shown of a failure: the page has hundreds, and students' reports have each in full. */
const LINES_MAX = 8;
const LETTERS_MAX = 200;

/** What happened, in lines; a broken promise itself is in the heading above it. */
export function evidence({ shown: { verdict } }: Way): Html {
  const told = tellVerdict(verdict, []).flatMap((line) => line.split('\n'));
  const lines = verdict.kind === 'violated' ? told.slice(1).map((line) => line.slice(2)) : told;
  if (lines.length === 0) return html``;
  const left = lines.length - LINES_MAX;
  const shown = lines.slice(0, LINES_MAX).map((line) => cut(line));
  return html`<pre>
${[...shown, ...(left > 0 ? [`... and ${left} more lines`] : [])].join('\n')}</pre>`;
}

/** The schedule as a list of times and steps; a sentence where there is none. */
export function schedule({ shown: { smallest } }: Way): Html {
  if (smallest === undefined)
    return html`<p class="quiet">No schedule smaller than the whole run is known.</p>`;
  const rows = scheduleRows(smallest).map(
    ([time, words]) => html`<li><span class="time">${time}</span> <span>${cut(words)}</span></li> `,
  );
  return html`<p>${scheduleHead(smallest)}</p>
    ${
      rows.length === 0
        ? ''
        : html`<ol class="steps">
            ${rows}
          </ol>`
    }`;
}

/** The command that runs the shown failure again and explains it. */
export function command(
  { plan, shown, shownIn }: Way,
  from: string,
  { withReference }: Course,
): Html {
  const given = withReference.length === 0 ? '' : ` --with-reference ${withReference.join(',')}`;
  const folder = ARCHIVE.test(from) ? '<unpacked>' : shellWord(from);
  const line =
    `npx splitbrain test ${plan.id} --scenario ${shownIn.id} --seed ${shown.seed}${given} ` +
    `--submission ${folder}`;
  return html`<pre class="command">${line}</pre>`;
}

const ARCHIVE = /\.(zip|tar|tgz|tar\.gz)$/i;

/** A path as one word of a shell's command line. */
function shellWord(path: string): string {
  return /^[\w./\\:-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

function cut(text: string): string {
  return text.length <= LETTERS_MAX ? text : `${text.slice(0, LETTERS_MAX)}...`;
}
