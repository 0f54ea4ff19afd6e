import type { Model } from '../model.ts';
import { isListOperation, type ListOperation } from '../operations/list-operation.ts';
import { listIn, nameOf } from '../operations/shape.ts';
import type { SequentialObject } from '../sequential-object.ts';
import { decideList, searchableList } from './list-decide.ts';
import { listWords } from './list-words.ts';

/** The values of one list. */
const values: SequentialObject<ListOperation> = {
  initial: [],
  after(state, operation) {
    if (operation.op === 'read')
      return nameOf(operation.output) === nameOf(state) ? state : undefined;
    const before = listIn(state);
    const { input, output } = operation;
    const isElsewhere = typeof output === 'number' && output !== before.length;
    return isElsewhere ? undefined : [...before, input.value];
  },
};

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
  searchable: searchableList,
  object: values,
  words: listWords,
};
