import { NETWORKS } from '../../../harness/vocabulary/network-preset.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { Course } from '../../grading/course.ts';
import type { ToldSchedule } from '../../run/told-schedule.ts';
import { tellVerdict } from '../verdict-words.ts';
import { html, type Html } from './html.ts';
import type { Way } from './ways.ts';

/** What is shown of a failure: the page has hundreds, and students' reports have each in full. */
const LINES_MAX = 10;
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

/** The schedule as a table of times and steps; a sentence where there is none. */
export function schedule({ shown: { smallest } }: Way): Html {
  if (smallest === undefined)
    return html`<p class="quiet">No schedule smaller than the whole run is known.</p>`;
  const { inputs, of, before } = smallest;
  if (inputs === 0 && smallest.network === 'reliable') {
    return html`<p>It breaks even without faults or calls (0 of ${of} steps).</p>`;
  }
  return html`<p>The smallest schedule found that still breaks it (${inputs} of ${of} steps):</p>
    <ol class="steps">
      ${[
        ...networkStep(smallest),
        ...(before > 0 ? [step('...', `${before} more before`)] : []),
        ...smallest.steps.map(({ atUs, words }) => step(seconds(atUs), cut(words))),
      ]}
    </ol>`;
}

function networkStep({ network }: ToldSchedule): Html[] {
  return NETWORKS[network] === NETWORKS.reliable
    ? []
    : [step('always', `the network is ${network}`)];
}

function step(time: string, words: string): Html {
  return html`<li><span class="time">${time}</span> <span>${words}</span></li> `;
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
