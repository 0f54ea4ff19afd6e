import { expect, test } from 'vitest';
import { compileStyle } from '../../calibration/run/workspace.ts';
import { findLabs } from '../../labs/find-labs.ts';
import { traceRun } from '../../run/explain-failure.ts';
import { runSeed } from '../../run/run-seed.ts';
import { select } from '../../run/select.ts';

const { lab, scenarios } = select(await findLabs(), 'kvserver', 'lock-one-client-unreliable');

test('the last call of a process is known by file and line, and a run is the same without knowing it', async () => {
  const [scenario] = scenarios;
  if (scenario === undefined) throw new Error('the lab has no such scenario');
  const submission = await compileStyle(lab, 'reference');
  const traced = await traceRun(lab, scenario, submission, 1);
  const clerk = 1;
  expect(traced.placeOf(clerk)).toMatch(
    /^src\/kvserver\/clerk\.ts:\d+ \(\w+\.\w+\), called at src\/kvserver\/lock\.ts:\d+ \(SpinLock\.\w+\)$/,
  );
  expect(traced.placeOf(7)).toBeNull();
  const { traceHash } = await runSeed(lab, scenario, submission, 1);
  expect(traced.result.traceHash).toBe(traceHash);
});
