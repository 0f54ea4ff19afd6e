import type { Model } from '../model.ts';
import { decideKv } from './kv-decide.ts';
import { isKvOperation, type KvOperation } from './kv-operation.ts';
import { kvWords } from './kv-words.ts';

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
  words: kvWords,
};
