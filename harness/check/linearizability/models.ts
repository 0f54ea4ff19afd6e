import { HistoryError } from '../history/history-error.ts';
import type { Json } from '../history/operation.ts';
import type { Model } from './model.ts';
import { counterFrom, isWhole } from './models/counter.ts';
import { kv } from './models/kv.ts';
import { list } from './models/list.ts';
import { lock } from './models/lock.ts';
import { multiRegisterFrom } from './models/multi-register.ts';
import { mutex } from './models/mutex.ts';
import { queueFrom } from './models/queue.ts';
import { registerFrom } from './models/register.ts';
import { setModelFrom } from './models/set.ts';
import { versionedKv } from './models/versioned-kv.ts';
import { isFields, isList } from './operations/shape.ts';

/** The models that a history file can be checked against, by name. */
export const MODELS = {
  kv,
  'versioned-kv': versionedKv,
  register: registerFrom(null),
  'multi-register': multiRegisterFrom({}),
  list,
  set: setModelFrom([]),
  queue: queueFrom([]),
  counter: counterFrom(0),
  lock,
  mutex,
} as const;

export const MODEL_NAMES = Object.keys(MODELS);

/** What an object may hold at first, and the model that begins so; undefined for another value. */
const BEGINNINGS: Readonly<
  Record<string, { expected: string; from: (initial: Json) => Model | undefined }>
> = {
  register: { expected: 'any value', from: registerFrom },
  'multi-register': {
    expected: 'an object, register by register',
    from: (initial) => (isFields(initial) ? multiRegisterFrom(initial) : undefined),
  },
  set: {
    expected: 'a list of values',
    from: (initial) => (isList(initial) ? setModelFrom(initial) : undefined),
  },
  queue: {
    expected: 'a list of values, the first to come out first',
    from: (initial) => (isList(initial) ? queueFrom(initial) : undefined),
  },
  counter: {
    expected: 'a whole number',
    from: (initial) => (isWhole(initial) ? counterFrom(initial) : undefined),
  },
};

/**
 * The model of that name, whose objects hold `initial` at first, if it is given. Throws HistoryError if
 * there is no such model, or its objects cannot begin so.
 */
export function modelNamed(name: string, initial: Json | undefined): Model {
  const model = Object.entries(MODELS).find(([known]) => known === name)?.[1];
  if (model === undefined) {
    throw new HistoryError(`--model is one of ${MODEL_NAMES.join(', ')}; got '${name}'`);
  }
  if (initial === undefined) return model;
  const beginning = Object.hasOwn(BEGINNINGS, name) ? BEGINNINGS[name] : undefined;
  if (beginning === undefined) {
    throw new HistoryError(
      `the objects of the model ${name} begin as they do; --initial is for ${Object.keys(BEGINNINGS).join(', ')}`,
    );
  }
  const from = beginning.from(initial);
  if (from !== undefined) return from;
  throw new HistoryError(
    `--initial: the model ${name} begins with ${beginning.expected}; got ${JSON.stringify(initial)}`,
  );
}
