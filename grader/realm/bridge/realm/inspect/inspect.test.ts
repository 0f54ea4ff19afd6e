import { inspect as inspectOfNode, format as formatOfNode } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { format } from './format.ts';
import { inspect } from './inspect.ts';

class Entry {
  readonly term: number;
  readonly command: unknown;

  constructor(term: number, command: unknown) {
    this.term = term;
    this.command = command;
  }
}

class Later extends Entry {}

function throws(): never {
  throw new Error('no');
}

function argumentsOf(..._values: number[]): unknown {
  // oxlint-disable-next-line prefer-rest-params
  return arguments;
}

const scalar = fc.oneof(
  fc.constantFrom(0, -0, 1, 1e21, 0.1, NaN, '', 'a', "it's", `"'`, '`"\'', 'ü"\\\u2028', '\ud800x'),
  fc.constantFrom(undefined, null, true, 12345678901234567890n, Symbol('s'), 'line\nbreak\t\0\x7f'),
  fc.integer(),
  fc.string({ maxLength: 90 }),
  fc.constant('a word and another, '.repeat(8)),
);
const key = fc.constantFrom(
  'a',
  'b',
  'term',
  '1',
  'x y',
  "it's",
  '__proto__',
  'votedFor',
  'isLeader',
);
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    scalar,
    fc.array(tie('value'), { maxLength: 12 }),
    fc.array(fc.integer(), { maxLength: 130 }),
    fc.array(fc.string({ maxLength: 12 }), { maxLength: 130 }),
    fc.dictionary(key, tie('value'), { maxKeys: 12, noNullPrototype: false }),
    fc.tuple(fc.nat(), tie('value')).map(([term, command]) => new Entry(term, command)),
    fc.tuple(fc.nat(), tie('value')).map(([term, command]) => new Later(term, command)),
    fc.array(fc.tuple(scalar, tie('value')), { maxLength: 8 }).map((all) => new Map(all)),
    fc.array(tie('value'), { maxLength: 8 }).map((all) => new Set(all)),
    fc.uint8Array({ maxLength: 20 }),
  ),
}));

describe('a value', () => {
  test('reads as in Node', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(inspect(value)).toBe(inspectOfNode(value));
      }),
      { numRuns: 2_000 },
    );
  });

  const self: Record<string, unknown> = { name: 'self', inner: {} };
  self['again'] = self;
  (self['inner'] as Record<string, unknown>)['outer'] = self;
  const sparse: unknown[] = [1];
  sparse[2] = 3;
  sparse.length = 5;
  Object.assign(sparse, { extra: 1 });

  test.each<[string, unknown]>([
    ['that refers to itself', self],
    ['with holes and members', sparse],
    ['a long list', Array.from({ length: 200 }, (_, i) => i * i)],
    ['a list of words', 'to be or not to be that is the question'.split(' ')],
    ['a function', argumentsOf],
    ['functions of all kinds', [() => {}, async () => {}, function* () {}, Later, Entry]],
    ['a function with members', Object.assign(() => {}, { a: 1 })],
    [
      'without a prototype',
      Object.assign(Object.create(null) as object, { a: { __proto__: null } }),
    ],
    ['dates', [new Date(0), new Date(NaN)]],
    ['an expression', [/a\/b/gi, Object.assign(/x/, { note: 1 })]],
    ['in an object of its own', [Object(1), Object('s'), Object(true), Object(1n)]],
    [
      'getters',
      {
        get a() {
          throw new Error('called');
        },
        set b(_: number) {},
        get c() {
          return 1;
        },
        set c(_: number) {},
      },
    ],
    ['symbols', { [Symbol('s')]: 1, [Symbol.toStringTag]: 'Tag' }],
    [
      'a tagged class',
      new (class Mine {
        get [Symbol.toStringTag]() {
          return 'Tag';
        }
      })(),
    ],
    ['weak ones', [new WeakMap(), new WeakSet()]],
    ['a list of its own kind', new (class Mine extends Array<number> {})(1, 2, 3)],
    ['a map of its own kind', new (class Mine extends Map<number, number> {})([[1, 2]])],
    ['a large map', new Map(Array.from({ length: 120 }, (_, i) => [i, { i }]))],
    ['arguments', argumentsOf(1, 2)],
    ['long texts', { text: 'a line\n'.repeat(20) }],
    ['deep', { a: { b: { c: { d: 1 }, e: [[]], f: new Map([[1, 2]]), g: new Entry(1, 2) } } }],
  ])('%s reads as in Node', (_, value) => {
    expect(inspect(value)).toBe(inspectOfNode(value));
  });

  test('is shown whole where it hides, and deeper', () => {
    const options = { depth: 4, isHiddenShown: true };
    for (const value of [[1, { a: [] }], { a: { b: { c: { d: { e: { f: 1 } } } } } }]) {
      expect(inspect(value, options)).toBe(inspectOfNode(value, { showHidden: true, depth: 4 }));
    }
  });

  test('may lie, throw or loop: it is shown as far as that goes', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const angry = new Proxy({}, { ownKeys: throws, getOwnPropertyDescriptor: throws, get: throws });
    expect(inspect({ a: 1, angry, proxy, b: 2 })).toBe(
      '{\n  a: 1,\n  angry: [a value that cannot be shown],\n  proxy: [a value that cannot be shown],\n  b: 2\n}',
    );
    const lies = Object.create(
      { constructor: { name: throws } },
      { [Symbol.toStringTag]: { get: throws } },
    ) as unknown;
    expect(inspect([lies, 1])).toBe('[ [a value that cannot be shown], 1 ]');
    const wide = Object.fromEntries(
      Array.from({ length: 50_000 }, (_, i) => [`key${i}`, 'x'.repeat(20)]),
    );
    expect(inspect(wide)).toMatch(/\.\.\. \d+ more members\n}$/);
  });
});

describe('an error', () => {
  test('is its class and message where none of the frames is its own', () => {
    class TimeoutError extends Error {}
    expect(inspect(new TypeError('no'))).toBe('[TypeError: no]');
    expect(inspect([new TimeoutError('late')])).toBe('[ [TimeoutError: late] ]');
    expect(inspect(Object.assign(new Error('no'), { code: 7 }))).toBe('[Error: no] { code: 7 }');
    expect(inspect(new Error('no', { cause: 'why' }))).toBe("[Error: no] { [cause]: 'why' }");
  });

  test('keeps the frames of the submission alone', () => {
    const error = new Error('no');
    error.stack =
      'Error: no\n    at Raft.vote (submission.js:3:5)\n    at step (splitbrain-bridge.js:1:1)\n    at node:vm:1:1';
    expect(inspect({ error })).toBe(
      '{\n  error: Error: no\n      at Raft.vote (submission.js:3:5)\n}',
    );
  });
});

describe('a pattern', () => {
  class Talks {
    toString(): string {
      return 'mine';
    }
  }
  const values: unknown[] = [
    5,
    -0,
    5n,
    'x',
    '5.5',
    null,
    undefined,
    true,
    [1, [2, [3]]],
    { a: { b: 1 } },
  ];
  values.push(new Talks(), new Date(0), Symbol('s'), {}, () => 1);

  test.each([
    '%s',
    '%d',
    '%i',
    '%f',
    '%j',
    '%O',
    '%c',
    '%%',
    '%x',
    'a %',
    '%',
    '%s and %s',
    '100%d',
  ])('with %j reads as in Node', (pattern) => {
    for (const value of values) {
      // There Node throws.
      if (pattern === '%j' && typeof value === 'bigint') continue;
      expect(format([pattern, value])).toBe(formatOfNode(pattern, value));
      expect(format([pattern, value, 'more', { a: 1 }])).toBe(
        formatOfNode(pattern, value, 'more', { a: 1 }),
      );
    }
    expect(format([pattern])).toBe(formatOfNode(pattern));
  });

  test('is only one if it comes first', () => {
    expect(format([1, '%s', 2])).toBe(formatOfNode(1, '%s', 2));
    expect(format([])).toBe('');
    expect(format(['%o', [1, { a: 1 }]])).toBe(formatOfNode('%o', [1, { a: 1 }]));
    const self: Record<string, unknown> = {};
    self['self'] = self;
    expect(format(['%j', self])).toBe('<ref *1> { self: [Circular *1] }');
    expect(format(['%j', 5n])).toBe('5n');
  });
});
