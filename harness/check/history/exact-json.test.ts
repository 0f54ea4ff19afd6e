import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigIntegerIn, ExactJson, exactNumber, JsonError, wholeOf } from './exact-json.ts';
import type { Json } from './operation.ts';

function parse(text: string): Json {
  const json = new ExactJson(text);
  const value = json.value();
  json.end();
  return value;
}

describe('exact JSON', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1), (text, spaces) => {
        const spaced = JSON.stringify(JSON.parse(text), null, spaces);
        // Large integers are kept exactly, which JSON.parse does not.
        fc.pre(!/\d{16}|\de/i.test(spaced));
        expect(parse(spaced)).toEqual(JSON.parse(spaced));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '',
    '{',
    '{"a"}',
    '{"a":1,}',
    '[1,]',
    '[1 2]',
    '01',
    '1.',
    '.5',
    '+1',
    'nul',
    '"a',
    '"\\x"',
    '1 2',
    '{a:1}',
    "'a'",
  ])('refuses what JSON.parse refuses: %s', (text) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(() => parse(text)).toThrow(JsonError);
  });

  it('keeps integers of any size apart', () => {
    const digits = ['9007199254740992', '9007199254740993', '-9007199254740993', '1e17'];
    expect(digits.map((each) => bigIntegerIn(parse(each)))).toEqual([
      '9007199254740992',
      '9007199254740993',
      '-9007199254740993',
      '100000000000000000',
    ]);
    expect(parse('9007199254740991')).toBe(9_007_199_254_740_991);
    expect(parse('100000000000000000.0')).toEqual(parse('1e17'));
  });

  it('refuses a number that is too large for any', () => {
    expect(() => exactNumber('1e400')).toThrow('1e400 is too large a number');
  });

  it.each([
    ['12', 12n],
    ['-1.50e2', -150n],
    ['1.5', undefined],
    ['1e-1', undefined],
    ['10e-1', 1n],
    ['0.0', 0n],
  ])('knows the integer in %s', (literal, whole) => {
    expect(wholeOf(literal)).toBe(whole);
  });
});
