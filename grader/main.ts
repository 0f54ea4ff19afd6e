import { Command } from 'commander';
import { addCalibrateCommand } from './cli/calibrate.ts';
import { addCheckCommand } from './cli/check.ts';
import { EXIT } from './cli/exit-codes.ts';
import { addDemoCommand } from './cli/demo.ts';
import { addGradeCommand } from './cli/grade.ts';
import { addInitCommand } from './cli/init.ts';
import { addReplayCommand } from './cli/replay.ts';
import { addTestCommand } from './cli/test.ts';
import { SubmissionError } from './realm/compile-error.ts';
import { UsageError } from './run/select.ts';

const program = new Command('splitbrain')
  .description('Labs that teach distributed systems by breaking them')
  .showHelpAfterError();
addInitCommand(program);
addTestCommand(program);
addReplayCommand(program);
addDemoCommand(program);
addGradeCommand(program);
addCalibrateCommand(program);
addCheckCommand(program);
try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof UsageError) && !(error instanceof SubmissionError)) throw error;
  console.error(error.message);
  process.exitCode = EXIT.couldNotRun;
}
