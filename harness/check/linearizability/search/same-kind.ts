import { byte, int } from '../cell.ts';
import { EFFECT, type SearchProblem } from './search-problem.ts';
import type { Timeline } from './timeline.ts';

/**
 * Numbers positions so that two have the same number if they do the same and can change places. One that its
 * client's order binds is alone.
 */
export function kindsOf(
  { classes }: SearchProblem,
  { operationAt, isBound }: Timeline,
): Int32Array {
  const numbers = new Map<number, number>();
  let count = 0;
  return operationAt.map((operation, position) => {
    if (byte(isBound, position) === 1) return count++;
    const sameClass = int(classes, operation);
    const kind = numbers.get(sameClass) ?? count++;
    numbers.set(sameClass, kind);
    return kind;
  });
}

/** Groups the operations of unknown end by kind, each in the order of their calls. */
export function maybesByKind(
  { effects }: SearchProblem,
  { maybes, operationAt }: Timeline,
  kindOf: Int32Array,
): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>();
  for (const position of maybes) {
    if (byte(effects, int(operationAt, position)) === EFFECT.observes) continue;
    const kind = int(kindOf, position);
    const group = groups.get(kind);
    if (group === undefined) groups.set(kind, [position]);
    else group.push(position);
  }
  return [...groups.values()];
}
