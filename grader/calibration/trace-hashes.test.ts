import { expect, test } from 'vitest';
import { findLabs } from '../labs/find-labs.ts';
import { runSeed } from '../run/run-seed.ts';
import { findCalibration } from './run/find-calibration.ts';
import { compileStyle } from './run/workspace.ts';

/*
 * What the reference does in a handful of scenarios of each lab, seeds 1 and 2. A change that moves a draw,
 * an event or a word of a trace is seen here at once; one that is wanted changes the line in the lab's calibration.
 */

const SEEDS = [1, 2];

test.each(await findLabs())(
  'the reference of Lab $number leaves the traces that it left',
  async (lab) => {
    const submission = await compileStyle(lab, 'reference');
    const pinned = (await findCalibration(lab.id))?.traceHashes ?? {};
    const found: Record<string, string[]> = {};
    for (const scenario of lab.scenarios.filter(({ id }) => id in pinned)) {
      const runs = [];
      for (const seed of SEEDS) runs.push(await runSeed(lab, scenario, submission, seed));
      found[scenario.id] = runs.map(({ traceHash }) => traceHash);
    }
    expect(Object.keys(pinned), `nothing of ${lab.id} is pinned above`).not.toEqual([]);
    expect(found).toEqual(pinned);
  },
);
