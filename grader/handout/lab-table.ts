import type { Lab } from '../../harness/scenario/scenario.ts';

/** What a table of all labs says of each of them, column by column. */
type LabTable = readonly (readonly [name: string, cell: (lab: Lab) => string])[];

const handoutOf = ({ id }: Lab): string => `labs/${id}/README.md`;

/** The pages that list the labs, and what they say of them. */
export const LAB_TABLES: readonly (readonly [path: string, table: LabTable])[] = [
  [
    'README.md',
    [
      ['lab', ({ number }) => String(number)],
      ['handout', (lab) => `[${capital(lab.title)}](${handoutOf(lab)})`],
      ['parts', ({ parts }) => parts.map(({ id, title }) => `${id} ${title}`).join('; ')],
    ],
  ],
  [
    'solutions-template/README.md',
    [
      ['lab', ({ number, title }) => `${number} ${title}`],
      ['your code begins in', ({ modules }) => `\`${Object.values(modules)[0]?.[0] ?? ''}\``],
      ['handout', (lab) => `\`${handoutOf(lab)}\``],
    ],
  ],
];

/** The page with its table of labs as the program has it; throws where the page has none. */
export function withLabTable(page: string, labs: readonly Lab[], table: LabTable): string {
  const names = table.map(([name]) => name);
  const [head] = /^\| lab .*$/m.exec(page) ?? [];
  const begin = head === undefined ? -1 : page.indexOf(head);
  const end = page.indexOf('\n\n', begin);
  if (begin < 0 || end < 0) throw new Error('the page has no table that begins with "| lab "');
  const rules = table.map(() => '---');
  const rows = labs.map((lab) => table.map(([, cell]) => cell(lab)));
  const lines = [names, rules, ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return page.slice(0, begin) + lines.join('\n') + page.slice(end);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
