import { expect, test } from 'vitest';
import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { findLab } from '../../labs/find-labs.ts';
import { chanceOf, isSure, measureChances, type Deaths } from './chance.ts';
import { findCalibration } from './find-calibration.ts';
import { inOrder } from './in-order.ts';

const lab = await findLab('raft');
const any = lab.scenarios[0] as Scenario;

function deaths(seeds: number, of: number, runs: number): Deaths {
  return { scenario: { ...any, seeds }, deaths: of, runs };
}

test('a chance grows with the default seeds, and with the runs that it was measured on', () => {
  expect(chanceOf([deaths(1, 9, 9)])).toBeCloseTo(0.9);
  expect(chanceOf([deaths(2, 9, 9)])).toBeCloseTo(0.99);
  expect(chanceOf([deaths(1, 9, 9), deaths(1, 9, 9)])).toBeCloseTo(0.99);
  expect(chanceOf([deaths(1, 39, 39)])).toBeCloseTo(0.975);
  expect(chanceOf([])).toBe(0);
});

test('a mutant that one scenario kills in one run of ten dies by luck', () => {
  expect(isSure([deaths(4, 1, 10)])).toBe(false);
  expect(isSure([deaths(4, 1, 10), deaths(4, 1, 10)])).toBe(false);
  expect(isSure([deaths(8, 1, 10), deaths(8, 1, 10)])).toBe(true);
  expect(isSure([deaths(16, 9, 10)])).toBe(true);
});

test('a mutant that always dies is sure after ten fresh seeds; benign ones are not tried', async () => {
  const calibration = await findCalibration('raft');
  if (calibration === null) throw new Error('there are no mutants of Raft');
  const [votesTwice] = calibration.mutants;
  const benign = calibration.mutants.find(({ wrong }) => !wrong);
  if (votesTwice === undefined || benign === undefined) throw new Error('a mutant is missing');
  const few = { ...calibration, mutants: [votesTwice, benign] };
  const chances = await measureChances(lab, few, { jobs: 2, only: '', style: 'reference' });
  expect(
    chances.map(({ mutant, isSure: sure, played }) => [
      mutant.name,
      sure,
      played.map((each) => [each.scenario.id, each.deaths, each.runs]),
    ]),
  ).toEqual([['votes-twice', true, [['one-vote', 10, 10]]]]);
});

test('results come in the order of the items, whichever is done first', async () => {
  const told: string[] = [];
  const results = await inOrder([30, 1, 10], {
    atOnce: 2,
    work: (ms) => new Promise<number>((resolve) => setTimeout(() => resolve(ms), ms)),
    onDone: (result, done, of) => told.push(`${result} ${done}/${of}`),
  });
  expect(results).toEqual([30, 1, 10]);
  expect(told).toEqual(['30 1/3', '1 2/3', '10 3/3']);
});
