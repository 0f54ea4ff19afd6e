import type { Json } from '../../history/operation.ts';
import { diagnoseValues } from '../explain/patterns/value-patterns.ts';
import { sayValue } from '../explain/words.ts';
import type { ModelWords } from '../model.ts';
import type { RegisterOperation } from '../operations/register-operation.ts';
import { nameOf } from '../operations/shape.ts';

export function registerWords(initial: Json): ModelWords<RegisterOperation> {
  return {
    onlyObserves: ({ op, output }) => op === 'read' || output === false,
    counterparts: () => new Map(),
    sayCall,
    sayAnswer,
    otherAnswers: ({ op }, all) => {
      if (op === 'write') return [];
      return op === 'cas' ? [true, false] : [...all.toReversed().flatMap(valuesIn), initial];
    },
    companions: (operation, all) => {
      const value = seen(operation);
      return value === undefined ? [] : all.filter((other) => written(other) === value);
    },
    diagnose: (core) =>
      diagnoseValues(core, {
        seen,
        written,
        missed,
        initial: nameOf(initial),
        initialName: `the initial ${sayValue(initial)}`,
        sayCall,
      }),
  };
}

function sayCall(operation: RegisterOperation): string {
  const key = operation.input?.key === undefined ? [] : [sayValue(operation.input.key)];
  if (operation.op === 'read') return `Read(${key.join('')})`;
  if (operation.op === 'write') {
    return `Write(${[...key, sayValue(operation.input.value)].join(', ')})`;
  }
  const { from, to } = operation.input;
  return `Cas(${[...key, `${sayValue(from)} -> ${sayValue(to)}`].join(', ')})`;
}

function sayAnswer({ op, output, end }: RegisterOperation): string {
  if (op === 'cas' && output === false) return 'false';
  if (end !== 'ok') return end === 'failed' ? 'failed' : 'no answer';
  return op === 'write' ? 'OK' : sayValue(output);
}

function valuesIn(operation: RegisterOperation): Json[] {
  if (operation.op === 'read') return [];
  return [operation.op === 'write' ? operation.input.value : operation.input.to];
}

function seen(operation: RegisterOperation): string | undefined {
  if (operation.end !== 'ok') return undefined;
  if (operation.op === 'read') return nameOf(operation.output);
  return operation.op === 'cas' && operation.output === true
    ? nameOf(operation.input.from)
    : undefined;
}

function written(operation: RegisterOperation): string | undefined {
  if (operation.op === 'write') return nameOf(operation.input.value);
  return operation.op === 'cas' && operation.output !== false
    ? nameOf(operation.input.to)
    : undefined;
}

function missed(operation: RegisterOperation): string | undefined {
  return operation.op === 'cas' && operation.output === false
    ? nameOf(operation.input.from)
    : undefined;
}
