import { Command, CommanderError } from 'commander';
import { onClosedOutput } from './cli/closed-output.ts';
import { EXIT } from './cli/exit-codes.ts';
import { SubmissionError } from './compile/submission-error.ts';
import { JSON_VERSION } from './report/test-json.ts';
import { UsageError } from './run/select.ts';
import { VERSION } from './version.ts';
import { messageOf } from './message-of.ts';

/** The commands, in the order of the help. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  init: async () => (await import('./cli/init.ts')).addInitCommand,
  test: async () => (await import('./cli/test.ts')).addTestCommand,
  replay: async () => (await import('./cli/replay.ts')).addReplayCommand,
  show: async () => (await import('./cli/show.ts')).addShowCommand,
  demo: async () => (await import('./cli/demo.ts')).addDemoCommand,
  grade: async () => (await import('./cli/grade.ts')).addGradeCommand,
  merge: async () => (await import('./cli/merge.ts')).addMergeCommand,
  worker: async () => (await import('./cli/worker.ts')).addWorkerCommand,
  report: async () => (await import('./cli/report.ts')).addReportCommand,
  diff: async () => (await import('./cli/diff.ts')).addDiffCommand,
  verify: async () => (await import('./cli/verify.ts')).addVerifyCommand,
  package: async () => (await import('./cli/package.ts')).addPackageCommand,
  seeds: async () => (await import('./cli/seeds.ts')).addSeedsCommand,
  calibrate: async () => (await import('./cli/calibrate.ts')).addCalibrateCommand,
  check: async () => (await import('./cli/check.ts')).addCheckCommand,
  doctor: async () => (await import('./cli/doctor.ts')).addDoctorCommand,
};

const program = new Command('splitbrain')
  .description('Labs that teach distributed systems by breaking them.')
  .version(VERSION)
  // `report/colour.ts` reads it before any command is known.
  .option('--no-color', 'no colours, as with the environment variable NO_COLOR')
  .showHelpAfterError('Add --help to see what there is.')
  .exitOverride();
await addCommands(process.argv[2]);

/** Loads the command called `name` alone, as the others cost time to load; all, for help, if there is none. */
async function addCommands(name: string | undefined): Promise<void> {
  const one = name === undefined || !Object.hasOwn(COMMANDS, name) ? undefined : COMMANDS[name];
  for (const load of one === undefined ? Object.values(COMMANDS) : [one]) (await load())(program);
}

/** Says why a command could not run; for programs as JSON too. */
function couldNotRun(error: unknown): void {
  process.exitCode = EXIT.couldNotRun;
  if (error instanceof CommanderError) {
    // It has told the user itself.
    process.exitCode = error.exitCode === 0 ? EXIT.passed : EXIT.couldNotRun;
    return;
  }
  const isOurs = !(error instanceof UsageError) && !(error instanceof SubmissionError);
  const message = messageOf(error);
  if (isOurs) console.error('This is a bug of splitbrain itself; please report it:', error);
  else console.error(message);
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ version: JSON_VERSION, passed: false, error: message }));
  }
}

process.stdout.on('error', onClosedOutput);
try {
  await program.parseAsync();
} catch (error) {
  couldNotRun(error);
}
