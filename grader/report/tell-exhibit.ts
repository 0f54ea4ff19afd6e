import type { Exhibit } from '../../harness/scenario/exhibit.ts';
import { colour } from './colour.ts';
import { fold } from './fold.ts';

const WIDTH = 80;

interface Told extends Exhibit {
  readonly name: string;
  readonly lab: string;
}

/** What comes before the run: the wrong lines, and the question. */
export function tellQuestion(
  exhibit: Told,
  lines: readonly { readonly number: number; readonly text: string }[],
): string[] {
  const { part, title, lab, question } = exhibit;
  const width = String(lines.at(-1)?.number ?? 0).length;
  return [
    colour.bold(`${part}  ${title}`),
    '',
    `  ${lab}/${exhibit.lines.file}`,
    ...lines.map(({ number, text }) => `  ${String(number).padStart(width)}  ${text}`.trimEnd()),
    '',
    ...folded(question),
  ];
}

/** What comes after it. */
export function tellAnswer({ answer }: Exhibit): string[] {
  return folded(answer);
}

/** A line for each exhibit, for whoever named none. */
export function tellList(exhibits: readonly Told[]): string[] {
  const width = Math.max(0, ...exhibits.map(({ name }) => name.length));
  return exhibits.map(({ part, name, title }) => `  ${part}  ${name.padEnd(width)}  ${title}`);
}

function folded(text: string): string[] {
  return fold(text, WIDTH - 2).map((line) => `  ${line}`);
}
