import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { calibration } from '../calibration/mutants/raft/calibration.ts';
import { REFERENCE, writeWorkspace } from '../calibration/run/workspace.ts';
import { compileSubmission } from '../realm/compile.ts';
import { colour } from '../report/colour.ts';
import { saveFailure } from '../report/failure-file.ts';
import { againLines } from '../report/own-command.ts';
import { tellFailure } from '../report/tell-failure.ts';
import { firstFailure } from '../report/test-report.ts';
import { findLabs } from '../run/find-labs.ts';
import { readJobs, select } from '../run/select.ts';
import { EXIT } from './exit-codes.ts';
import { gradeAll, type GradedSubmission } from './grade.ts';
import { stopOnInterrupt } from './interrupt.ts';

/** Two wrong Rafts of the kind that 6.5840's tests let through; the first one is explained. */
const WRONG = ['vote-not-saved', 'figure-8'] as const;
/** Seeds for each scenario: few, so that the demo ends within a minute. */
const SEEDS = 5;

/** Adds `splitbrain demo`: four submissions graded, one failure explained. */
export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('grade a correct Raft, the empty template and two wrong Rafts; explain a failure')
    .action(async () => {
      process.exitCode = await demo();
    });
}

async function demo(): Promise<number> {
  const { lab } = select(await findLabs(), 'raft', undefined);
  const template = fileURLToPath(new URL('../../solutions-template', import.meta.url));
  const submissions = [
    { name: 'a correct Raft', folder: REFERENCE },
    { name: 'the empty template', folder: template },
    ...writeWrongRafts(),
  ];
  console.log(`Four Rafts, every scenario of the lab, ${SEEDS} seeds each:\n`);
  const stop = stopOnInterrupt();
  const options = { seeds: SEEDS, jobs: readJobs(undefined), stop, isQuiet: false };
  const graded = await gradeAll(submissions, [lab], options);
  const [correct, empty, ...wrong] = graded.map(({ grade }) => grade);
  const isRight = correct?.passed === true && empty?.points === 0;
  const explained = graded.find(({ name }) => name === WRONG[0]);
  const isExplained = explained !== undefined && (await explain(explained, lab));
  if (stop.stopped) return EXIT.couldNotRun;
  return isRight && isExplained && wrong.every((each) => !each.passed) ? EXIT.passed : EXIT.failed;
}

/** Puts them where they still are when the user replays the failure. */
function writeWrongRafts(): { name: string; folder: string }[] {
  const parent = join(tmpdir(), 'splitbrain-demo');
  rmSync(parent, { recursive: true, force: true });
  return WRONG.map((name) => {
    const folder = join(parent, name);
    mkdirSync(folder, { recursive: true });
    const edits = calibration.mutants.find((each) => each.name === name)?.edits['reference'];
    if (edits === undefined) throw new Error(`the mutant ${name} has no edit of the reference`);
    writeWorkspace(folder, 'reference', edits);
    return { name, folder };
  });
}

/** Tells the first failure of a submission, and last the command that repeats it. */
async function explain({ name, folder, reports }: GradedSubmission, lab: Lab): Promise<boolean> {
  for (const each of reports.get(lab.id)?.scenarios ?? []) {
    const { scenario, runs } = each;
    const failure = firstFailure(each);
    const result = runs.find(({ seed }) => seed === failure?.seed)?.result;
    if (failure === undefined || result === undefined) continue;
    const { seed } = failure;
    const submission = await compileSubmission(folder, lab);
    const { digest, withReference } = submission;
    const code = { submission: folder, digest, withReference };
    const saved = { lab: lab.id, scenario: scenario.id, seed, ...code };
    console.log(`\n${colour.bold(`Why ${name} fails`)}\n`);
    const { lines, smallest } = await tellFailure(lab, scenario, submission, failure);
    const file = saveFailure(process.cwd(), { ...saved, smallest }, result);
    console.log([...lines, '', ...againLines(file, smallest !== undefined)].join('\n'));
    return true;
  }
  return false;
}
