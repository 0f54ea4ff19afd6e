import { splitIntoPieces } from '../algorithms/pieces.ts';
import type { Core, Diagnosis } from '../core.ts';
import { diagnoseSequences } from '../explain/patterns/sequence-patterns.ts';
import { diagnoseValues } from '../explain/patterns/value-patterns.ts';
import { sayValue } from '../explain/words.ts';
import type { ModelWords } from '../model.ts';
import type { KvOperation } from '../operations/kv-operation.ts';
import { nameOf } from '../operations/shape.ts';

export const kvWords: ModelWords<KvOperation> = {
  onlyObserves: ({ op }) => op === 'get',
  counterparts: () => new Map(),
  sayCall,
  sayAnswer,
  otherAnswers: (operation, all) => (operation.op === 'get' ? textsNear(all) : []),
  companions: (operation, all) =>
    all.filter(
      (other) =>
        operation.op === 'get' && other.op === 'put' && other.input.value === operation.output,
    ),
  diagnose,
};

function sayCall(operation: KvOperation): string {
  const key = sayValue(operation.input.key);
  if (operation.op === 'get') return `Get(${key})`;
  return `${operation.op === 'put' ? 'Put' : 'Append'}(${key}, ${sayValue(operation.input.value)})`;
}

function sayAnswer({ op, output, end }: KvOperation): string {
  if (end !== 'ok') return end === 'failed' ? 'failed' : 'no answer';
  return op === 'get' ? sayValue(output) : 'OK';
}

/** What was read or put, the latest first, alone and with one more append. */
function textsNear(all: readonly KvOperation[]): string[] {
  const latest = all.toReversed();
  const texts = latest.flatMap((operation) => {
    if (operation.op === 'get') return operation.output === null ? [] : [operation.output];
    return operation.op === 'put' ? [operation.input.value] : [];
  });
  const appends = latest.flatMap(({ op, input }) =>
    op === 'append' && 'value' in input ? [input.value] : [],
  );
  const alone = [...new Set([...texts.slice(0, 20), ''])];
  return [...alone, ...appends.slice(0, 8).flatMap((text) => alone.map((start) => start + text))];
}

function diagnose(core: Core<KvOperation>): Diagnosis | undefined {
  const hasAppends = core.all.some(({ op, end }) => op === 'append' && end !== 'failed');
  if (!hasAppends) return diagnosePuts(core, (text) => text, 'the empty text');
  const pieces = { firsts: valuesOf('put', core), others: valuesOf('append', core) };
  const split = (text: string): ReturnType<typeof splitIntoPieces> => splitIntoPieces(text, pieces);
  // Nothing at all, or what begins with an append, goes back to the beginning.
  const baseOf = (text: string): string | undefined => {
    const parts = split(text);
    if (parts === undefined || parts === 'ambiguous') return undefined;
    return parts.slice(0, 1).find((part) => pieces.firsts.has(part)) ?? '';
  };
  return diagnoseTexts(core, split) ?? diagnosePuts(core, baseOf, 'what was there before any put');
}

function valuesOf(wanted: 'put' | 'append', { all }: Core<KvOperation>): Set<string> {
  return new Set(
    all.flatMap((operation) =>
      operation.op !== 'get' && operation.op === wanted ? [operation.input.value] : [],
    ),
  );
}

/** `valueOf` says which put a text goes back to. */
function diagnosePuts(
  core: Core<KvOperation>,
  valueOf: (text: string) => string | undefined,
  initialName: string,
): Diagnosis | undefined {
  return diagnoseValues(core, {
    seen: ({ op, output }) => {
      const value = op === 'get' && output !== null ? valueOf(output) : undefined;
      return value === undefined ? undefined : nameOf(value);
    },
    written: (operation) => (operation.op === 'put' ? nameOf(operation.input.value) : undefined),
    missed: () => undefined,
    initial: nameOf(''),
    initialName,
    sayCall,
  });
}

/** Texts are read as the pieces that they were put together from, where this is clear. */
function diagnoseTexts(
  core: Core<KvOperation>,
  split: (text: string) => ReturnType<typeof splitIntoPieces>,
): Diagnosis | undefined {
  return diagnoseSequences(core, {
    seen: ({ op, output }) => {
      if (op !== 'get' || output === null) return undefined;
      const found = split(output);
      if (found === undefined) return 'nonsense';
      return found === 'ambiguous' ? undefined : found.map(nameOf);
    },
    added: (operation) => (operation.op === 'get' ? undefined : nameOf(operation.input.value)),
    replaces: ({ op }) => op === 'put',
    sayCall,
  });
}
