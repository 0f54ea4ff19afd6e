import { byte, int } from '../cell.ts';
import { EFFECT, type SearchProblem } from './search-problem.ts';
import type { Timeline } from './timeline.ts';

/**
 * Groups the operations of unknown end that do the same, each in the order of their calls. One that its
 * client's order binds is alone.
 */
export function maybesByClass(
  { effects, classes }: SearchProblem,
  { maybes, operationAt, isBound }: Timeline,
): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>();
  const alone: number[][] = [];
  for (const position of maybes) {
    const operation = int(operationAt, position);
    if (byte(effects, operation) === EFFECT.observes) continue;
    const group = groups.get(int(classes, operation));
    if (byte(isBound, position) === 1) alone.push([position]);
    else if (group === undefined) groups.set(int(classes, operation), [position]);
    else group.push(position);
  }
  return [...groups.values(), ...alone];
}

/**
 * Links operations of one class in the order of their returns, those of unknown end last, by call. One that
 * its client's order binds has no twin: it cannot change places with another.
 */
export function twinsOf(
  problem: SearchProblem,
  { operationAt, positionAt, maybes, isBound }: Timeline,
): Int32Array {
  const latest = new Map<number, number>();
  const twinOf = new Int32Array(problem.count).fill(-1);
  for (const positions of [positionAt, maybes]) {
    for (const position of positions) {
      const operation = int(operationAt, position);
      const observes = byte(problem.effects, operation) === EFFECT.observes;
      if (observes || byte(isBound, position) === 1) continue;
      const sameClass = int(problem.classes, operation);
      twinOf[position] = latest.get(sameClass) ?? -1;
      latest.set(sameClass, position);
    }
  }
  return twinOf;
}
