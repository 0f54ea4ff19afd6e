import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import chalk from 'chalk';
import type { Command } from 'commander';
import { calibration } from '../calibration/mutants/raft/calibration.ts';
import { REFERENCE, writeWorkspace } from '../calibration/run/workspace.ts';
import { compileSubmission } from '../realm/compile.ts';
import { saveFailure } from '../report/failure-file.ts';
import { tellFailure } from '../report/tell-failure.ts';
import { findLabs } from '../run/find-labs.ts';
import { firstSeeds, readJobs, select } from '../run/select.ts';
import { testSubmission } from '../run/test-submission.ts';
import { EXIT } from './exit-codes.ts';
import { grade } from './grade.ts';

/** Two wrong Rafts of the kind that 6.5840's tests let through. */
const WRONG = ['vote-not-saved', 'figure-8'] as const;
/** Seeds for each scenario: few, so that the demo ends within a minute. */
const SEEDS = 5;

/** Adds `splitbrain demo`: four submissions graded, one failure explained. */
export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description(
      'grade a correct Raft, the empty template and two wrong Rafts; explain one failure',
    )
    .action(async () => {
      process.exitCode = await demo();
    });
}

async function demo(): Promise<number> {
  const { lab, scenarios } = select(await findLabs(), 'raft', undefined);
  const folder = join(tmpdir(), 'splitbrain-demo');
  rmSync(folder, { recursive: true, force: true });
  const wrong = WRONG.map((name) => {
    const copy = join(folder, name);
    mkdirSync(copy, { recursive: true });
    const edits = calibration.mutants.find((each) => each.name === name)?.edits['reference'];
    if (edits === undefined) throw new Error(`the mutant ${name} has no edit of the reference`);
    writeWorkspace(copy, 'reference', edits);
    return copy;
  });
  const template = fileURLToPath(new URL('../../solutions-template', import.meta.url));
  const jobs = readJobs(undefined);
  await grade([REFERENCE, template, ...wrong], lab, {
    seeds: SEEDS,
    jobs,
    json: false,
  });
  const [first = ''] = wrong;
  const submission = await compileSubmission(first, lab);
  const report = await testSubmission({ lab, scenarios }, submission, {
    seedsOf: () => firstSeeds(SEEDS),
    jobs,
    stop: { stopped: false },
  });
  for (const { scenario, runs } of report.scenarios) {
    const failed = runs.find(({ result }) => result.verdict.kind !== 'passed');
    if (failed === undefined) continue;
    const { seed, result } = failed;
    const { digest } = submission;
    const failure = { lab: lab.id, scenario: scenario.id, seed, submission: first, digest };
    saveFailure(process.cwd(), failure, result);
    console.log(`\n${chalk.bold(`Why ${WRONG[0]} fails`)}\n`);
    console.log((await tellFailure(lab, scenario, submission, seed)).join('\n'));
    console.log('\nAgain, exactly this run:');
    console.log(
      `  npm run -s splitbrain -- replay .splitbrain/failures/${scenario.id}-${seed}.json`,
    );
    return EXIT.passed;
  }
  console.error(`${WRONG[0]} passed every scenario, which it must not`);
  return EXIT.failed;
}
