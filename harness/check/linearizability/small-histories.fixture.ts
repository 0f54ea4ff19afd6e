import type { Operation } from '../history/operation.ts';
import type { Model } from './model.ts';
import { MODELS } from './models.ts';
import { answered, failed, unanswered } from './operations.fixture.ts';

const X = { key: 'x' };
const put = (value: string, version: number) => ({ ...X, value, version });

interface SmallHistory {
  readonly title: string;
  readonly model: Model;
  readonly expected: 'holds' | 'violated';
  readonly history: readonly Operation[];
}

const VERSIONED: readonly Omit<SmallHistory, 'model'>[] = [
  {
    title: 'no operations at all',
    expected: 'holds',
    history: [],
  },
  {
    title: 'a get that overlaps a put and does not see it yet',
    expected: 'holds',
    history: [
      answered(1, [0, 9], 'put', put('a', 0), 'OK'),
      failed(answered(2, [1, 5], 'get', X, 'ErrNoKey')),
    ],
  },
  {
    title: 'a get that starts after a put and does not see it',
    expected: 'violated',
    history: [
      answered(1, [0, 3], 'put', put('a', 0), 'OK'),
      answered(2, [4, 5], 'get', X, 'ErrNoKey'),
    ],
  },
  {
    title: 'a put of unknown end that takes effect after its client gave up',
    expected: 'holds',
    history: [
      { ...answered(1, [0, 3], 'put', put('a', 0), 'ErrMaybe'), end: 'unknown' },
      answered(2, [4, 5], 'get', X, 'ErrNoKey'),
      answered(2, [6, 7], 'get', X, { value: 'a', version: 1 }),
    ],
  },
  {
    title: 'a put of unknown end that took effect and then did not',
    expected: 'violated',
    history: [
      unanswered(1, 0, 'put', put('a', 0)),
      answered(2, [4, 5], 'get', X, { value: 'a', version: 1 }),
      answered(2, [6, 7], 'get', X, 'ErrNoKey'),
    ],
  },
  {
    title: 'two puts on one version',
    expected: 'violated',
    history: [
      answered(1, [0, 9], 'put', put('a', 0), 'OK'),
      answered(2, [0, 9], 'put', put('b', 0), 'OK'),
    ],
  },
  {
    title: 'a put refused while another put on its version was under way',
    expected: 'holds',
    history: [
      answered(1, [0, 2], 'put', put('a', 0), 'OK'),
      answered(1, [3, 9], 'put', put('b', 1), 'OK'),
      failed(answered(2, [4, 6], 'put', put('c', 1), 'ErrVersion')),
    ],
  },
  {
    title: 'a put refused although nobody else put on its version',
    expected: 'violated',
    history: [
      answered(1, [0, 2], 'put', put('a', 0), 'OK'),
      failed(answered(2, [4, 6], 'put', put('c', 1), 'ErrVersion')),
    ],
  },
  {
    title: 'a missing key that refuses with ErrVersion',
    expected: 'violated',
    history: [failed(answered(2, [4, 6], 'put', put('c', 1), 'ErrVersion'))],
  },
  {
    title: 'a missing key that refuses with ErrNoKey',
    expected: 'holds',
    history: [failed(answered(2, [4, 6], 'put', put('c', 1), 'ErrNoKey'))],
  },
  {
    title: 'a version that nobody can have written',
    expected: 'violated',
    history: [answered(2, [4, 6], 'get', X, { value: 'a', version: 1_000_000_000 })],
  },
];

const OTHERS: readonly SmallHistory[] = [
  {
    title: 'appends seen in two orders',
    model: MODELS.kv,
    expected: 'violated',
    history: [
      answered(1, [0, 9], 'append', { ...X, value: 'a' }, 'OK'),
      answered(2, [0, 9], 'append', { ...X, value: 'b' }, 'OK'),
      answered(3, [1, 5], 'get', X, 'ab'),
      answered(4, [1, 5], 'get', X, 'ba'),
    ],
  },
  {
    title: 'equal appends, one of them lost',
    model: MODELS.kv,
    expected: 'violated',
    history: [
      answered(1, [0, 2], 'append', { ...X, value: 'a' }, 'OK'),
      answered(1, [3, 4], 'append', { ...X, value: 'a' }, 'OK'),
      answered(1, [5, 6], 'get', X, 'a'),
    ],
  },
  {
    title: 'equal appends, one of them of unknown end',
    model: MODELS.kv,
    expected: 'holds',
    history: [
      answered(1, [0, 2], 'append', { ...X, value: 'a' }, 'OK'),
      unanswered(2, 3, 'append', { ...X, value: 'a' }),
      answered(1, [5, 6], 'get', X, 'a'),
      answered(1, [7, 8], 'get', X, 'aa'),
    ],
  },
  {
    title: 'keys of which one is wrong',
    model: MODELS.kv,
    expected: 'violated',
    history: [
      answered(1, [0, 2], 'put', { key: 'x', value: 'a' }, 'OK'),
      answered(1, [3, 4], 'get', { key: 'y' }, 'a'),
    ],
  },
  {
    title: 'a compare-and-set that was refused while the value was another',
    model: MODELS.register,
    expected: 'holds',
    history: [
      answered(1, [0, 5], 'write', { value: 1 }, 'OK'),
      failed(answered(2, [1, 3], 'cas', { from: 1, to: 2 }, false)),
      answered(2, [6, 7], 'read', null, 1),
    ],
  },
  {
    title: 'two compare-and-sets that replaced one value',
    model: MODELS.register,
    expected: 'violated',
    history: [
      answered(1, [0, 5], 'cas', { from: null, to: 1 }, true),
      answered(2, [1, 3], 'cas', { from: null, to: 2 }, true),
    ],
  },
  {
    title: 'values that are equal up to the order of their fields',
    model: MODELS.register,
    expected: 'holds',
    history: [
      answered(1, [0, 1], 'write', { value: { a: 1, b: [2] } }, 'OK'),
      answered(1, [2, 3], 'read', null, { b: [2], a: 1 }),
    ],
  },
  {
    title: 'a log whose offsets are those of its values',
    model: MODELS.list,
    expected: 'holds',
    history: [
      answered(1, [0, 9], 'append', { value: 'a' }, 1),
      answered(2, [0, 9], 'append', { value: 'b' }, 0),
      answered(1, [10, 11], 'read', null, ['b', 'a']),
    ],
  },
  {
    title: 'a log with one offset told twice',
    model: MODELS.list,
    expected: 'violated',
    history: [
      answered(1, [0, 9], 'append', { value: 'a' }, 0),
      answered(2, [0, 9], 'append', { value: 'b' }, 0),
    ],
  },
  {
    title: 'an offset that leaves room for an append of unknown end',
    model: MODELS.list,
    expected: 'holds',
    history: [
      unanswered(1, 0, 'append', { value: 'a' }),
      answered(2, [1, 9], 'append', { value: 'b' }, 1),
    ],
  },
  {
    title: 'a lock handed on while its release is under way',
    model: MODELS.lock,
    expected: 'holds',
    history: [
      answered(1, [0, 1], 'acquire', null, 'OK'),
      answered(1, [2, 9], 'release', null, 'OK'),
      answered(2, [1, 3], 'acquire', null, 'OK'),
    ],
  },
  {
    title: 'a lock that two clients hold',
    model: MODELS.lock,
    expected: 'violated',
    history: [
      answered(1, [0, 1], 'acquire', null, 'OK'),
      answered(2, [1, 3], 'acquire', null, 'OK'),
      answered(1, [4, 9], 'release', null, 'OK'),
    ],
  },
  {
    title: 'a lock that is refused though nobody holds it',
    model: MODELS.lock,
    expected: 'violated',
    history: [
      answered(1, [0, 1], 'acquire', null, 'OK'),
      answered(1, [2, 3], 'release', null, 'OK'),
      failed(answered(2, [4, 5], 'tryAcquire', null, false)),
    ],
  },
  {
    title: 'a lock whose holder never came back',
    model: MODELS.lock,
    expected: 'holds',
    history: [
      answered(1, [0, 1], 'acquire', null, 'OK'),
      unanswered(1, 2, 'release', null),
      answered(2, [4, 5], 'acquire', null, 'OK'),
    ],
  },
];

/** Small histories of every model, with what is to be said of them. */
export const SMALL_HISTORIES: readonly SmallHistory[] = [
  ...VERSIONED.map((fixture) => ({ ...fixture, model: MODELS['versioned-kv'] })),
  ...OTHERS,
];
