import { Command } from 'commander';
import { addCheckCommand } from './cli/check.ts';

const program = new Command('splitbrain')
  .description('Labs that teach distributed systems by breaking them')
  .showHelpAfterError();
addCheckCommand(program);
await program.parseAsync();
