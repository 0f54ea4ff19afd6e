import type { Json, Operation } from '../../history/operation.ts';
import { sayValue } from '../explain/words.ts';
import type { Model } from '../model.ts';
import { isFields, isList, nameOf, type Shaped } from '../operations/shape.ts';
import { ObjectProblem } from '../search/object-problem.ts';
import { searchFor } from '../search/search.ts';
import type { Searchable } from '../searchable.ts';
import type { SequentialObject } from '../sequential-object.ts';
import { sayAnswerOf, saysSomething } from './kept-words.ts';

type Access = readonly ['read', string] | readonly ['write', string, Json];

/** Reads and writes registers as one step; answers with the values of its reads, in order. */
type Transaction = Shaped<'txn', readonly Access[], readonly Json[] | null>;

/** Registers that are read and written several at once; `initial` has those that do not begin with null. */
export function multiRegisterFrom(initial: { readonly [name: string]: Json }): Model<Transaction> {
  const object = registersFrom(initial);
  const searchable = (operations: readonly Transaction[]): Searchable<Transaction> => {
    const kept = operations.filter((operation) => saysSomething(operation, observes(operation)));
    return { operations: kept, problem: new ObjectProblem(kept, object, { observes }) };
  };
  return {
    name: 'multi-register',
    shapes: {
      txn:
        'txn of a list of ["read", key] and ["write", key, value], which answers with the list of the ' +
        'values of its reads',
    },
    accepts: isTransaction,
    keyOf: () => '',
    decide: (operations) => searchFor(searchable(operations).problem),
    searchable,
    object,
    words: {
      onlyObserves: observes,
      counterparts: () => new Map(),
      sayCall: ({ input }) => `Txn(${input.map(sayAccess).join(', ')})`,
      sayAnswer: sayAnswerOf,
      otherAnswers: (operation, all) => answersNear(operation, all, initial),
      companions: () => [],
      diagnose: () => undefined,
    },
  };
}

function registersFrom(initial: { readonly [name: string]: Json }): SequentialObject<Transaction> {
  return {
    initial,
    after(state, { input, output }) {
      const registers = new Map(isFields(state) ? Object.entries(state) : []);
      let reads = 0;
      for (const [kind, key, value] of input) {
        if (kind === 'write') {
          registers.set(key, value);
          continue;
        }
        const seen = output?.[reads++];
        if (seen !== undefined && nameOf(seen) !== nameOf(registers.get(key) ?? null)) {
          return undefined;
        }
      }
      return Object.fromEntries(registers);
    },
  };
}

function observes({ input }: Transaction): boolean {
  return input.every(([kind]) => kind === 'read');
}

/** The answer with one value replaced by another that its register held at first, or was to hold. */
function answersNear(
  { input, output }: Transaction,
  all: readonly Transaction[],
  initial: { readonly [name: string]: Json },
): Json[] {
  const keys = input.flatMap(([kind, key]) => (kind === 'read' ? [key] : []));
  return keys.flatMap((key, index) => {
    const written = all.flatMap((other) =>
      other.input.flatMap(([kind, name, value]) =>
        kind === 'write' && name === key ? [value ?? null] : [],
      ),
    );
    const values = [...written.toReversed(), initial[key] ?? null];
    return values.map((value) =>
      keys.map((_, at) => (at === index ? value : (output?.[at] ?? null))),
    );
  });
}

function sayAccess([kind, key, value]: Access): string {
  return kind === 'read' ? `read ${sayValue(key)}` : `write ${sayValue(key)} ${sayValue(value)}`;
}

function isTransaction(operation: Operation): operation is Transaction {
  const { op, input, output, end } = operation;
  if (op !== 'txn' || !isList(input) || !input.every(isAccess)) return false;
  const reads = input.filter((access) => isList(access) && access[0] === 'read').length;
  if (output === null) return end !== 'ok' || reads === 0;
  return end === 'ok' && isList(output) && output.length === reads;
}

function isAccess(value: Json): boolean {
  if (!isList(value) || typeof value[1] !== 'string') return false;
  return value[0] === 'read' ? value.length === 2 : value[0] === 'write' && value.length === 3;
}
