import { describe, expect, it } from 'vitest';
import { Clock } from './clock.ts';
import { HistoryError } from './history-error.ts';

function read(...literals: readonly string[]): number[] {
  const clock = new Clock();
  return literals.map((literal) => clock.read(literal));
}

describe('the clock of a file', () => {
  it('takes times as they are', () => {
    expect(read('0', '3.5', '1e3', '1764300000123', '0.1')).toEqual([
      0, 3.5, 1000, 1764300000123, 0.1,
    ]);
    expect(read('1764300000123.456')).toEqual([1764300000123 - 1764300000123 + 0.456]);
  });

  it('counts nanoseconds since 1970 from the first', () => {
    const times = ['1764300000000000010', '1764300000000000011', '1764300000000000009'];
    expect(read(...times)).toEqual([0, 1, -1]);
  });

  it('keeps nanoseconds behind seconds since 1970 apart', () => {
    const [first, second, third] = read(
      '1764300000.000000060',
      '1764300000.000000061',
      '1764300001.5',
    );
    expect(second).toBeGreaterThan(first ?? Infinity);
    expect(third).toBe(1.5);
  });

  it.each([
    ['0', '9007199254740993'],
    ['1764300000000000010', '0'],
    ['1764300000000000010', '1764300000000000010.5e-1'],
    ['0', '0.12345678901234567891'],
    ['0', '1e400'],
  ])('refuses what would lose digits: after %s, %s', (first, second) => {
    expect(() => read(first, second)).toThrow(HistoryError);
    expect(() => read(first, second)).toThrow(`came ${second}`);
  });
});
