import { expect, test } from 'vitest';
import { isClusterSize } from '../../harness/scenario/cluster-size.ts';
import { processesOf } from '../../harness/scenario/scenario.ts';
import { lab } from './lab.ts';

test('titles fit a line', () => {
  for (const { title } of lab.scenarios) expect(title.length).toBeLessThanOrEqual(46);
});

test('every size of a cluster that changes is met by the default seeds', () => {
  const sized = lab.scenarios.filter(({ processes }) => isClusterSize(processes));
  expect(sized).toEqual(lab.scenarios);
  for (const scenario of sized) {
    const sizesIn = (seeds: number): Set<number> =>
      new Set(Array.from({ length: seeds }, (_, seed) => processesOf(scenario, seed).length));
    expect(sizesIn(scenario.seeds)).toEqual(sizesIn(100));
  }
});
