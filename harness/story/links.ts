import type { Links } from '../faults/fault-kind.ts';
import type { Row } from './rows.ts';

/** Two lines about links of one instant and sort as one; null where they are not that. */
export function joinLinks(before: Row | undefined, row: Row): Row | null {
  const [first, next] = [before?.links, row.links];
  if (first === undefined || first.head !== next?.head || before?.atUs !== row.atUs) return null;
  const links = { head: first.head, pairs: [...first.pairs, ...next.pairs] };
  return { ...row, links, across: tellLinks(links) };
}

/** `links blocked: 0 <-> 1, 0 -> 2` */
function tellLinks({ head, pairs }: Links): string {
  const told = pairs.flatMap(([from, to], at) => {
    const back = pairs.findIndex(([a, b]) => a === to && b === from);
    if (back < 0) return [`${from} -> ${to}`];
    return back > at ? [`${from} <-> ${to}`] : [];
  });
  return `${head}: ${told.join(', ')}`;
}
