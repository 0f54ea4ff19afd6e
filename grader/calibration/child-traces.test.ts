import { expect, test } from 'vitest';
import { ChildRealm } from '../realm/child/child-realm.ts';
import { bareCommand } from '../realm/child/confinement.ts';
import { findLabs } from '../labs/find-labs.ts';
import { runSeed } from '../run/run-seed.ts';
import { compileStyle } from './run/workspace.ts';

/** Every so many scenarios one is played: a prime, so that each part of a lab and each kind comes up. */
const EVERY = 7;

test.each(await findLabs())(
  'the reference of Lab $number leaves the same traces in a child as in this process',
  async (lab) => {
    const submission = await compileStyle(lab, 'reference');
    const realm = new ChildRealm(submission, 'when-touched', bareCommand());
    const sample = lab.scenarios.filter((_scenario, i) => i % EVERY === 0);
    for (const scenario of sample) {
      const result = await runSeed(lab, scenario, submission, 1, { realm });
      expect(result).toEqual(await runSeed(lab, scenario, submission, 1));
      expect(result.verdict.kind).toBe('passed');
    }
    realm.close();
  },
);
