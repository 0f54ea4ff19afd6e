import type { Model } from '../model.ts';
import { isKvOperation, type KvOperation } from '../operations/kv-operation.ts';
import type { SequentialObject } from '../sequential-object.ts';
import { decideKv, searchableKv } from './kv-decide.ts';
import { kvWords } from './kv-words.ts';

/** One key's text. */
const text: SequentialObject<KvOperation> = {
  initial: '',
  after(state, operation) {
    if (operation.op === 'get') return operation.output === state ? state : undefined;
    const { value } = operation.input;
    const isAppend = operation.op === 'append' && typeof state === 'string';
    return isAppend ? state + value : value;
  },
};

/** A key/value service with put, append and get; a key that was never written holds the empty text. */
export const kv: Model<KvOperation> = {
  name: 'kv',
  shapes: {
    get: 'get of {key}, which answers with text',
    put: 'put of {key, value}, which answers "OK"',
    append: 'append of {key, value}, which answers "OK"',
  },
  accepts: isKvOperation,
  keyOf: ({ input }) => input.key,
  decide: decideKv,
  searchable: searchableKv,
  object: text,
  words: kvWords,
};
