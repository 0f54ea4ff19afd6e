import { Command, CommanderError } from 'commander';
import { addCalibrateCommand } from './cli/calibrate.ts';
import { addCheckCommand } from './cli/check.ts';
import { EXIT } from './cli/exit-codes.ts';
import { addDemoCommand } from './cli/demo.ts';
import { addGradeCommand } from './cli/grade.ts';
import { addInitCommand } from './cli/init.ts';
import { addReplayCommand } from './cli/replay.ts';
import { addTestCommand } from './cli/test.ts';
import { SubmissionError } from './realm/compile-error.ts';
import { JSON_VERSION } from './report/test-json.ts';
import { UsageError } from './run/select.ts';
import { VERSION } from './version.ts';

const program = new Command('splitbrain')
  .description('Labs that teach distributed systems by breaking them.')
  .version(VERSION)
  .showHelpAfterError('Add --help to see what there is.')
  .exitOverride();
addInitCommand(program);
addTestCommand(program);
addReplayCommand(program);
addDemoCommand(program);
addGradeCommand(program);
addCalibrateCommand(program);
addCheckCommand(program);

/** Says why a command could not run; for programs as JSON too. */
function couldNotRun(error: unknown): void {
  process.exitCode = EXIT.couldNotRun;
  if (error instanceof CommanderError) {
    // It has told the user itself.
    process.exitCode = error.exitCode === 0 ? EXIT.passed : EXIT.couldNotRun;
    return;
  }
  const isOurs = !(error instanceof UsageError) && !(error instanceof SubmissionError);
  const message = error instanceof Error ? error.message : String(error);
  if (isOurs) console.error('This is a bug of splitbrain itself; please report it:', error);
  else console.error(message);
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ version: JSON_VERSION, passed: false, error: message }));
  }
}

// Whoever reads the output may stop reading, as `head` does; then nothing is left to say.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.couldNotRun);
});
try {
  await program.parseAsync();
} catch (error) {
  couldNotRun(error);
}
