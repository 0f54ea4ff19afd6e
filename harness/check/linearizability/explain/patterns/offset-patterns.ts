import type { Core, Diagnosis } from '../../core.ts';
import type { ListOperation } from '../../operations/list-operation.ts';
import { precedes, sayValue, sayWhose } from '../words.ts';
import { amongOperations, amongPairs } from './pairs.ts';

/** Says what is wrong with the offsets that appends were told. */
export function diagnoseOffsets(
  { operations, all }: Core<ListOperation>,
  sayCall: (operation: ListOperation) => string,
): Diagnosis | undefined {
  const say = (operation: ListOperation): string => sayWhose(operation, sayCall(operation));
  return (
    amongOperations(operations, (append) => tooFar(append, all, say)) ??
    amongPairs(operations, (first, second) => {
      const offset = first.op === 'append' ? first.output : null;
      if (first.op !== 'append' || typeof offset !== 'number') return undefined;
      if (second.op === 'append') return twoOffsets(first, offset, second, say);
      const there = second.output?.[offset];
      if (there === undefined || sayValue(there) === sayValue(first.input.value)) return undefined;
      return {
        pattern: 'wrong-offset',
        sentence:
          `${say(first)} was told that its value is at offset ${offset}, ` +
          `but ${say(second)} found ${sayValue(there)} there.`,
      };
    })
  );
}

function tooFar(
  append: ListOperation,
  all: readonly ListOperation[],
  say: (operation: ListOperation) => string,
): Diagnosis | undefined {
  if (append.op !== 'append' || typeof append.output !== 'number') return undefined;
  const until = append.returnTime ?? Infinity;
  const others = all.filter(
    (other) =>
      other.op === 'append' &&
      other !== append &&
      other.end !== 'failed' &&
      other.callTime <= until,
  );
  if (others.length >= append.output) return undefined;
  return {
    pattern: 'wrong-offset',
    sentence:
      `${say(append)} was told offset ${append.output}, ` +
      `but only ${others.length} other appends had been called by then.`,
  };
}

function twoOffsets(
  first: ListOperation,
  offset: number,
  second: ListOperation,
  say: (operation: ListOperation) => string,
): Diagnosis | undefined {
  const other = second.output;
  if (typeof other !== 'number') return undefined;
  if (other === offset) {
    return {
      pattern: 'split-brain',
      sentence: `${say(first)} and ${say(second)} were both told offset ${offset}.`,
    };
  }
  if (other > offset || !precedes(first, second)) return undefined;
  return {
    pattern: 'wrong-order',
    sentence:
      `${say(second)} started after ${say(first)} had been told offset ${offset}, ` +
      `but it was told offset ${other}, which is before that.`,
  };
}
