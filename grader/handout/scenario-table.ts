import { isClusterSize, tellSize } from '../../harness/scenario/cluster-size.ts';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';

/** The heading of such a table, by which it is found in a handout. */
const HEADING = '| scenario ';

/** The scenarios of a part, as its handout has them: what each is called, and what it holds one to. */
function scenarioTable({ scenarios }: Lab, part: string): string {
  const own = scenarios.filter((each) => each.part === part);
  const isSized = own.every(({ processes }) => isClusterSize(processes));
  const columns: readonly Column[] = [
    { name: 'scenario', cell: ({ title }) => title },
    { name: '`--scenario`', cell: ({ id }) => `\`${id}\`` },
    ...(isSized ? [{ name: 'servers', isNumber: true, cell: sizeOf }] : []),
    { name: 'points', isNumber: true, cell: ({ points }) => String(points) },
    { name: 'what it holds you to', cell: ({ holdsTo }) => holdsTo },
  ];
  const names = columns.map(({ name }) => name);
  const rules = columns.map(({ isNumber = false }) => (isNumber ? '---:' : '---'));
  const rows = own.map((scenario) => columns.map((column) => column.cell(scenario)));
  return [names, rules, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

interface Column {
  readonly name: string;
  readonly isNumber?: boolean;
  cell(scenario: Scenario): string;
}

function sizeOf({ processes }: Scenario): string {
  return isClusterSize(processes) ? tellSize(processes) : '';
}

/** The handout with the table of each part as the program has it; throws where a part has none. */
export function withTables(handout: string, lab: Lab): string {
  return lab.parts.reduce((text, { id }) => {
    const section = text.indexOf(`## Part ${id}`);
    const next = text.indexOf('\n## ', section);
    const begin = text.indexOf(HEADING, section);
    const end = text.indexOf('\n\n', begin);
    const isInside = begin >= 0 && (next < 0 || begin < next);
    if (section < 0 || !isInside || end < 0)
      throw new Error(`the handout of ${lab.id} has no table of scenarios under "## Part ${id}"`);
    return text.slice(0, begin) + scenarioTable(lab, id) + text.slice(end);
  }, handout);
}

/** The same text however wide the columns of its tables are. */
export function withoutPadding(markdown: string): string {
  return markdown.replaceAll(/^\|.*\|$/gm, (row) =>
    row.replaceAll(/ *\| */g, '|').replaceAll(/-+/g, '-'),
  );
}
