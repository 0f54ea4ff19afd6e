import type { Command } from 'commander';
import { compareClasses } from '../grading/compare-classes.ts';
import { readClass } from '../grading/read-class.ts';
import { comparisonJson, tellComparison } from '../report/tell-comparison.ts';
import { EXIT } from './exit-codes.ts';
import { readText } from '../read-text.ts';
import { tellUnfinished } from './tell-unfinished.ts';

/** Adds `splitbrain diff <old> <new>`: whose points moved, in which scenarios, and why. */
export function addDiffCommand(program: Command): void {
  program
    .command('diff')
    .description('compare two gradings of a class: whose points moved, where, and why')
    .argument('<old>', 'the class.json of the first grading')
    .argument('<new>', 'that of the second one')
    .option('--json', 'print one JSON object for programs to read')
    .action((old: string, now: string, options: { readonly json?: boolean }) => {
      process.exitCode = diff(old, now, options.json === true);
    });
}

function diff(old: string, now: string, isJson: boolean): number {
  const before = readClass(readText(old), old);
  const after = readClass(readText(now), now);
  tellUnfinished(before, old);
  tellUnfinished(after, now);
  const comparison = compareClasses(before, after);
  if (isJson) console.log(JSON.stringify(comparisonJson(comparison)));
  else for (const line of tellComparison(comparison, before.made, after.made)) console.log(line);
  return comparison.isUnmoved ? EXIT.passed : EXIT.failed;
}
