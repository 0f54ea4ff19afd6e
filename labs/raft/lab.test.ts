import { expect, test } from 'vitest';
import { lab } from './lab.ts';

test('titles fit a line', () => {
  for (const { title } of lab.scenarios) expect(title.length).toBeLessThanOrEqual(46);
});

test('every size of a cluster that changes is met by the default seeds', () => {
  for (const { servers, seeds } of lab.scenarios) {
    if (typeof servers !== 'number') {
      expect(seeds).toBeGreaterThanOrEqual(servers.most - servers.least + 1);
    }
  }
});
