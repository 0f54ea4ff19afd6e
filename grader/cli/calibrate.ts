import type { Command } from 'commander';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { calibrate, type Calibration } from '../calibration/run/calibrate.ts';
import { findCalibration } from '../calibration/run/find-calibration.ts';
import type { LabCalibration } from '../calibration/run/mutant.ts';
import { isTrue, ScheduleTrials, trialsOf } from '../calibration/run/try-schedules.ts';
import {
  calibrationEnd,
  MATRIX_HEADING,
  mutantLine,
  referenceLines,
  scheduleLines,
} from '../report/kill-matrix.ts';
import { elapsed, ProgressLine } from '../report/progress-line.ts';
import { JSON_VERSION } from '../report/test-json.ts';
import { findLabs } from '../run/find-labs.ts';
import { readCount, readJobs, select, UsageError } from '../run/select.ts';
import { EXIT } from './exit-codes.ts';

interface CalibrateOptions {
  readonly seeds?: string;
  readonly jobs?: string;
  readonly only: string;
  readonly style?: string;
  readonly full?: boolean;
  readonly schedules?: boolean;
  readonly json?: boolean;
}

/** Adds `splitbrain calibrate [lab]`: every correct solution must pass, every wrong one must not. */
export function addCalibrateCommand(program: Command): void {
  program
    .command('calibrate')
    .description('check the checks: correct solutions pass, each mutant is killed')
    .argument('[lab]', "the lab, such as 'raft' (default: one lab after the other)")
    .option('--seeds <n>', 'run the seeds 1 to n of each scenario')
    .option('--jobs <n>', 'processes at once (default: one a core)')
    .option('--only <text>', 'only mutants whose name contains this', '')
    .option('--style <name>', 'only this style of correct solution, and its mutants')
    .option('--full', 'try every scenario on every mutant, also after the first kill')
    .option('--schedules', "play each mutant's smallest schedule on every correct solution instead")
    .option('--json', 'print one JSON object for programs to read; one for each lab')
    .action(async (what: string | undefined, options: CalibrateOptions) => {
      process.exitCode = await runAll(what, options);
    });
}

/** Calibrates the lab that was named, or all; gives the worst exit code. */
async function runAll(what: string | undefined, options: CalibrateOptions): Promise<number> {
  if (what !== undefined) return run(what, options);
  const codes: number[] = [];
  for (const { id, title } of await findLabs()) {
    if (options.json !== true) console.log(`${title}\n`);
    codes.push(await run(id, options));
  }
  return Math.max(...codes);
}

async function run(what: string, options: CalibrateOptions): Promise<number> {
  const { lab } = select(await findLabs(), what, undefined);
  const calibration = await findCalibration(lab.id);
  if (calibration === null) throw new UsageError(`the lab ${lab.id} has no mutants yet`);
  const { styles, mutants } = calibration;
  const { style, only } = options;
  if (style !== undefined && !styles.includes(style)) {
    throw new UsageError(`no style '${style}'; there are ${styles.join(', ')}`);
  }
  if (mutants.every(({ name }) => !name.includes(only))) {
    throw new UsageError(`no mutant's name contains '${only}'; leave --only out for all`);
  }
  const seeds = options.seeds === undefined ? undefined : readCount('--seeds', options.seeds, 1);
  const limits = { seeds, jobs: readJobs(options.jobs), only, style, full: options.full === true };
  if (options.schedules === true) return trySchedules(lab, calibration, limits);
  let result: Calibration;
  if (options.json === true) {
    result = await calibrate(lab, calibration, limits);
    console.log(JSON.stringify({ version: JSON_VERSION, ...result }));
  } else {
    const startedMs = performance.now();
    let doing = 'correct solutions';
    const screen = new ProgressLine(process.stdout, () => `  ${doing}, ${elapsed(startedMs)}`);
    let isBegun = false;
    result = await calibrate(lab, calibration, {
      ...limits,
      onReference: (report) => {
        for (const line of referenceLines(report)) screen.print(line);
      },
      onMutant(report, done, of) {
        doing = `${done}/${of} mutants`;
        if (!isBegun) screen.print(`\n${MATRIX_HEADING}`);
        isBegun = true;
        screen.print(mutantLine(report));
      },
    });
    screen.end();
    console.log(['', ...calibrationEnd(result, only !== '' || style !== undefined)].join('\n'));
  }
  return result.passed ? EXIT.passed : EXIT.failed;
}

/** Correct code must pass every smallest schedule that a student may be shown. */
async function trySchedules(
  lab: Lab,
  calibration: LabCalibration,
  { only, style }: { readonly only: string; readonly style: string | undefined },
): Promise<number> {
  const trials = await ScheduleTrials.of(lab, calibration);
  let failed = 0;
  for (const trial of trialsOf(lab, calibration)) {
    if (!trial.mutant.name.includes(only) || trial.style !== (style ?? trial.style)) continue;
    const report = await trials.try(trial);
    if (!isTrue(report)) failed++;
    console.log(scheduleLines(report).join('\n'));
  }
  console.log(failed === 0 ? 'every schedule tells the truth' : `${failed} schedules do not`);
  return failed === 0 ? EXIT.passed : EXIT.failed;
}
