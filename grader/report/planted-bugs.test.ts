import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeWorkspace } from '../calibration/run/workspace.ts';
import { compileSubmission } from '../compile/compile.ts';
import { findLabs } from '../labs/find-labs.ts';
import { traceRun } from '../run/explain-failure.ts';
import { select } from '../run/select.ts';
import { PLANTED_BUGS } from './planted-bugs.fixture.ts';
import { tellRun } from './tell-failure.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-planted-'));
const labs = await findLabs();

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** The lengths of spaces and arrows are the layout's affair. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/-{2,}/g, '--');
}

/** A screen. */
const LINES_MAX = 48;

/*
 * What a student reads who has one of these bugs. Golden files hold it as a whole; what leads to the line is
 * claimed beside, whatever the layout.
 */
test.each(PLANTED_BUGS)('$name: the report leads to it', async (bug) => {
  const { lab, scenarios } = select(labs, bug.lab, bug.scenario);
  const [scenario] = scenarios;
  if (scenario === undefined) throw new Error('the lab has no such scenario');
  const folder = join(scratch, bug.name);
  writeWorkspace(folder, 'reference', bug.edits);
  const run = await traceRun(lab, scenario, await compileSubmission(folder, lab), 1);
  const lines = tellRun(run);
  const words = plain(lines.join(' '));
  for (const told of bug.told) expect(words).toContain(plain(told));
  expect(lines.length).toBeLessThanOrEqual(LINES_MAX);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(
    `golden/story-${bug.lab}-${bug.scenario}.txt`,
  );
});
