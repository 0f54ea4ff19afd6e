import type { Model } from '../model.ts';
import { decideList } from './list-decide.ts';
import { isListOperation, type ListOperation } from './list-operation.ts';
import { listWords } from './list-words.ts';

/** A list or log that is appended to and read as a whole; empty at first. */
export const list: Model<ListOperation> = {
  name: 'list',
  shapes: {
    append: 'append of {value} or {key, value}, which answers "OK" or the offset',
    read: 'read of null or {key}, which answers with a list of values',
  },
  accepts: isListOperation,
  keyOf: ({ input }) => input?.key ?? '',
  decide: decideList,
  words: listWords,
};
