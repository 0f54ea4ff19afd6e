import type { Command } from 'commander';
import { calibrate, type Calibration } from '../calibration/run/calibrate.ts';
import { findCalibration } from '../calibration/run/find-calibration.ts';
import {
  calibrationEnd,
  MATRIX_HEADING,
  mutantLine,
  referenceLines,
} from '../report/kill-matrix.ts';
import { JSON_VERSION } from '../report/test-json.ts';
import { findLabs } from '../labs/find-labs.ts';
import {
  ISOLATE_FLAG,
  isolateWords,
  readCount,
  readIsolation,
  readJobs,
  select,
  UsageError,
} from '../run/select.ts';
import { runChances } from './calibrate-chance.ts';
import { runSchedules } from './calibrate-schedules.ts';
import { EXIT } from './exit-codes.ts';
import { elapsed, ProgressLine } from './progress-line.ts';

interface CalibrateOptions {
  readonly seeds?: string;
  readonly jobs?: string;
  readonly isolate?: string;
  readonly only: string;
  readonly style?: string;
  readonly full?: boolean;
  readonly chance?: boolean;
  readonly table?: string;
  readonly schedules?: boolean;
  readonly json?: boolean;
}

/** Adds `splitbrain calibrate [lab]`: every correct solution must pass, every wrong one must not. */
export function addCalibrateCommand(program: Command): void {
  program
    .command('calibrate')
    .description('check the checks: correct solutions pass, each mutant is killed')
    .argument('[lab]', "the lab, such as 'raft' (default: every lab, one after the other)")
    .option('--seeds <n>', 'run the seeds 1 to n of each scenario')
    .option('--jobs <n>', 'processes at once (default: one per core)')
    .option(ISOLATE_FLAG, isolateWords('when-touched'))
    .option('--only <text>', 'only mutants whose name contains this', '')
    .option('--style <name>', 'only this style of correct solution, and its mutants')
    .option('--full', 'try every scenario on every mutant, also after the first kill')
    .option('--chance', 'measure on fresh seeds how likely each wrong mutant is to be killed')
    .option('--table <file>', "with --chance: put the lab's table into this Markdown file")
    .option('--schedules', "play each mutant's smallest schedule on every correct solution")
    .option('--json', 'print one JSON object for programs to read; one for each lab')
    .action(async (what: string | undefined, options: CalibrateOptions) => {
      process.exitCode = await runAll(what, options);
    });
}

/** Calibrates the lab that was named, or all; returns the worst exit code. */
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
  if (options.chance === true) {
    const { table, json } = options;
    return runChances(lab, calibration, { jobs: readJobs(options.jobs), only, style, table, json });
  }
  if (options.schedules === true) return runSchedules(lab, calibration, { only, style });
  const seeds = options.seeds === undefined ? undefined : readCount('--seeds', options.seeds, 1);
  const limits = {
    seeds,
    jobs: readJobs(options.jobs),
    isolation: readIsolation(options.isolate, 'when-touched'),
    only,
    style,
    full: options.full === true,
  };
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
