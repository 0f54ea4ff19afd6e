import { HistoryError } from '../history/history-error.ts';
import type { Operation } from '../history/operation.ts';
import { shorten } from './explain/words.ts';
import type { Model } from './model.ts';

/**
 * The operations of each object, in the order of the history. Throws HistoryError for an operation
 * that `model` does not know.
 */
export function partition<Op extends Operation>(
  history: readonly Operation[],
  model: Model<Op>,
): ReadonlyMap<string, readonly Op[]> {
  const parts = new Map<string, Op[]>();
  let key: string | undefined;
  let part: Op[] = [];
  for (const operation of history) {
    if (!model.accepts(operation)) throw unknownShape(operation, model);
    if (model.keyOf(operation) !== key) {
      key = model.keyOf(operation);
      part = parts.get(key) ?? [];
      parts.set(key, part);
    }
    part.push(operation);
  }
  return parts;
}

function unknownShape(operation: Operation, { name, shapes }: Model): HistoryError {
  const { client, op, input, output, callTime, end } = operation;
  const where = `${op} of client ${client}, called at ${callTime}`;
  const shape = shapes[op];
  const problem =
    shape === undefined
      ? `the model ${name} has no such operation, only ${Object.keys(shapes).join(', ')}`
      : `the model ${name} expects ${shape}; came ${shorten(JSON.stringify({ input, output, end }), 200)}`;
  return new HistoryError(`${where}: ${problem}`);
}
