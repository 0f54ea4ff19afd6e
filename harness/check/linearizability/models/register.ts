import type { Json } from '../../history/operation.ts';
import type { Model } from '../model.ts';
import { isRegisterOperation, type RegisterOperation } from '../operations/register-operation.ts';
import { nameOf } from '../operations/shape.ts';
import type { SequentialObject } from '../sequential-object.ts';
import { decideRegister, searchableRegister } from './register-decide.ts';
import { registerWords } from './register-words.ts';

/** A register with compare-and-set, which holds `initial` before the first write. */
export function registerFrom(initial: Json): Model<RegisterOperation> {
  return {
    name: 'register',
    shapes: {
      read: 'read of null or {key}, which answers with the value',
      write: 'write of {value} or {key, value}, which answers "OK"',
      cas: 'cas of {from, to} or {key, from, to}, which answers true or false',
    },
    accepts: isRegisterOperation,
    keyOf: ({ input }) => input?.key ?? '',
    decide: (operations) => decideRegister(operations, initial),
    searchable: (operations) => searchableRegister(operations, initial),
    object: valueFrom(initial),
    words: registerWords(initial),
  };
}

function valueFrom(initial: Json): SequentialObject<RegisterOperation> {
  return {
    initial,
    after(state, operation) {
      const { op, output } = operation;
      if (op === 'read') return nameOf(output) === nameOf(state) ? state : undefined;
      if (op === 'write') return operation.input.value;
      const isFrom = nameOf(operation.input.from) === nameOf(state);
      if (output === false) return isFrom ? undefined : state;
      return isFrom ? operation.input.to : operation.end === 'unknown' ? state : undefined;
    },
  };
}
