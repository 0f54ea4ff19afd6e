import chalk from 'chalk';
import type { Command } from 'commander';
import { findCalibration } from '../calibration/run/find-calibration.ts';
import {
  calibrate,
  type Calibration,
  type MutantReport,
  type ReferenceReport,
} from '../calibration/run/calibrate.ts';
import { JSON_VERSION } from '../report/test-json.ts';
import { findLabs } from '../run/find-labs.ts';
import { readCount, readJobs, select, UsageError } from '../run/select.ts';
import { EXIT } from './exit-codes.ts';

interface CalibrateOptions {
  readonly seeds?: string;
  readonly jobs?: string;
  readonly only: string;
  readonly json?: boolean;
}

/** Adds `splitbrain calibrate <lab>`: every correct solution must pass, every wrong one must not. */
export function addCalibrateCommand(program: Command): void {
  program
    .command('calibrate')
    .description('check the checks: correct solutions pass, each mutant is killed')
    .argument('<lab>', 'the lab')
    .option('--seeds <n>', 'seeds for each scenario')
    .option('--jobs <n>', 'processes at once')
    .option('--only <text>', 'only mutants whose name contains this', '')
    .option('--json', 'print one JSON object for programs to read')
    .action(async (what: string, options: CalibrateOptions) => {
      const { lab } = select(await findLabs(), what, undefined);
      const quiet = options.json === true;
      const calibration = await findCalibration(lab.id);
      if (calibration === null) throw new UsageError(`the lab ${lab.id} has no mutants yet`);
      const result = await calibrate(lab, calibration, {
        seeds: options.seeds === undefined ? undefined : readCount('--seeds', options.seeds, 1),
        jobs: readJobs(options.jobs),
        only: options.only,
        ...(quiet ? {} : { onReference: printReference, onMutant: printMutant }),
      });
      if (quiet) console.log(JSON.stringify({ version: JSON_VERSION, ...result }));
      else printEnd(result);
      process.exitCode = result.passed ? EXIT.passed : EXIT.failed;
    });
}

function printReference({ name, runs, falseFailures }: ReferenceReport): void {
  const sign = falseFailures === 0 ? chalk.green('ok  ') : chalk.red('FAIL');
  console.log(
    `${sign} correct  ${name.padEnd(44)} ${falseFailures} false failures in ${runs} runs`,
  );
}

function printMutant({ name, wrong, killed, killedBy, runsToFirstKill }: MutantReport): void {
  const sign = killed === wrong ? chalk.green('ok  ') : chalk.red('FAIL');
  const by = killed ? `run ${runsToFirstKill}: ${killedBy.join(' ')}` : 'passes';
  console.log(`${sign} ${wrong ? 'wrong  ' : 'benign '}  ${name.padEnd(44)} ${by}`);
}

function printEnd({ mutants, template, idleScenarios, passed }: Calibration): void {
  const wrong = mutants.filter((each) => each.wrong);
  const killed = wrong.filter((each) => each.killed).length;
  console.log(
    `\n${killed} of ${wrong.length} wrong mutants killed; the empty template scores ${template.points}`,
  );
  if (idleScenarios.length > 0) console.log(`killed nothing: ${idleScenarios.join(', ')}`);
  console.log(passed ? chalk.green('calibrated') : chalk.red('not calibrated'));
}
