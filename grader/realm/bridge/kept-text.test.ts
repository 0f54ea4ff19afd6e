import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encode } from './realm/json.ts';
import { KeptText } from './realm/kept-text.ts';

/** What an encoding of a value comes to: its text, or an error. */
function outcome(encoding: () => string): string {
  try {
    return encoding();
  } catch (error) {
    return `refused: ${(error as Error).message}`;
  }
}

/** Texts of all values one after another, kept and made anew. */
function bothWays(values: readonly (() => unknown)[]): readonly [string[], string[]] {
  const kept = new KeptText();
  return [
    values.map((value) => outcome(() => kept.encode(value(), 'it'))),
    values.map((value) => outcome(() => encode(value(), 'it'))),
  ];
}

function expectSame(...values: readonly (() => unknown)[]): void {
  const [kept, anew] = bothWays(values);
  expect(kept).toEqual(anew);
}

const scalar = fc.oneof(
  fc.constantFrom(0, -0, 1, 1e21, 0.1, '', 'a', 'ü"\\\u2028', '\ud800', true, false, null),
  fc.constantFrom(undefined, NaN, 1n, Symbol.iterator),
);
const key = fc.constantFrom('a', 'b', 'term', '1', '0', 'x"y', 'toJSON', '__proto__');
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    scalar,
    fc.array(tie('value'), { maxLength: 12 }),
    fc.dictionary(key, tie('value'), { maxKeys: 12, noNullPrototype: false }),
  ),
}));

/** A log to which entries are added, and from which they are taken at both ends. */
const edit = fc.oneof(
  fc.record({ kind: fc.constant('push' as const), value: anything }),
  fc.record({ kind: fc.constant('change' as const), at: fc.nat(20), value: anything }),
  fc.record({ kind: fc.constantFrom('pop' as const, 'shift' as const, 'term' as const) }),
);

describe('a kept text', () => {
  test('is that of JSON.stringify, whatever came before, and refuses what is not JSON', () => {
    const values = fc.array(anything, { minLength: 2, maxLength: 6 });
    fc.assert(fc.property(values, (all) => expectSame(...all.map((each) => () => each))));
  });

  test('follows a state that is changed in place', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
        const state = { term: 1, log: { base: 0, entries: [] as unknown[] } };
        const kept = new KeptText();
        for (const each of edits) {
          const { entries } = state.log;
          if (each.kind === 'push') entries.push({ term: state.term, command: each.value });
          else if (each.kind === 'change') {
            const entry = entries[each.at % (entries.length || 1)] as { command: unknown };
            if (entry !== undefined) entry.command = each.value;
          } else if (each.kind === 'term') state.term++;
          else entries[each.kind]();
          const text = outcome(() => kept.encode(state, 'it'));
          expect(text).toBe(outcome(() => encode(state, 'it')));
        }
      }),
    );
  });

  test('tells members apart that only look alike', () => {
    const one = { a: 1 };
    const hidden = Object.defineProperty({ ...one }, 'toJSON', { value: () => 'hidden' });
    class Plain {
      a = 1;
    }
    class Counter extends Plain {
      add(): void {}
    }
    const late = new Plain();
    const alike: unknown[] = [
      one,
      hidden,
      late,
      new Counter(),
      Object.assign(Object.create(null), one),
      Object.assign([1], { toJSON: () => 'list' }),
      [1],
      { 0: 1 },
      { a: undefined },
      { a: [1] },
      { a: { 0: 1 } },
      'a',
      ['a', 1],
      [['a', 1]],
      [[], 'a', 1],
    ];
    for (const first of alike) {
      for (const second of alike) {
        const states = [first, second].flatMap((each) => [each, [[each], [each]], { l: [each] }]);
        expectSame(...states.map((state) => () => state));
      }
    }
    Object.assign(Plain.prototype, { later: () => 1 });
    const kept = new KeptText();
    expect(() => kept.encode([[late]], 'it')).toThrow('it[0][0] is an instance of Plain');
  });

  test('of a value whose getter encodes another is right', () => {
    const kept = new KeptText();
    const inner = { n: [1, 2, 3] };
    const outer = {
      n: [1, 2],
      get more(): string {
        return kept.encode(inner, 'inner');
      },
    };
    for (let i = 0; i < 3; i++) {
      expect(kept.encode(outer, 'outer')).toBe('{"n":[1,2],"more":"{\\"n\\":[1,2,3]}"}');
    }
  });

  test('leaves out what objects inherit', () => {
    const kept = new KeptText();
    Object.assign(Object.prototype, { inherited: 1 });
    try {
      expect(kept.encode({ a: [{}] }, 'it')).toBe('{"a":[{}]}');
    } finally {
      delete (Object.prototype as { inherited?: unknown }).inherited;
    }
  });
});
