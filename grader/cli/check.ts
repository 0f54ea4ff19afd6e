import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { HistoryError } from '../../harness/check/history/history-error.ts';
import { parseHistory } from '../../harness/check/history/json-lines.ts';
import { checkHistory } from '../../harness/check/linearizability/check.ts';
import { explainViolation } from '../../harness/check/linearizability/explain/explain.ts';
import { formatExplanation } from '../../harness/check/linearizability/explain/report.ts';
import { MODELS } from '../../harness/check/linearizability/models.ts';
import { EXIT } from './exit-codes.ts';

type ModelName = keyof typeof MODELS;

const isModelName = (name: string): name is ModelName => Object.hasOwn(MODELS, name);

/** Adds `splitbrain check <history> --model <model>`: is a history from anywhere linearizable? */
export function addCheckCommand(program: Command): void {
  program
    .command('check')
    .description('decide whether a history file (one JSON operation a line) is linearizable')
    .argument('<history>', 'the history file')
    .requiredOption('--model <model>', Object.keys(MODELS).join(', '))
    .action((file: string, options: { model: string }) => {
      process.exitCode = check(file, options.model);
    });
}

function check(file: string, model: string): number {
  if (!isModelName(model)) {
    console.error(`--model is one of ${Object.keys(MODELS).join(', ')}; got '${model}'`);
    return EXIT.couldNotRun;
  }
  try {
    const verdict = checkHistory(parseHistory(readFileSync(file, 'utf8')), MODELS[model]);
    if (verdict.kind === 'holds') {
      console.log('holds: the history is linearizable');
      return EXIT.passed;
    }
    if (verdict.kind === 'undecided') {
      console.log(`undecided after ${verdict.steps} steps: this is not a pass`);
      return EXIT.failed;
    }
    console.log(formatExplanation(explainViolation(verdict), []));
    return EXIT.failed;
  } catch (error) {
    const reason = describeReadFailure(error, file);
    if (reason === undefined) throw error;
    console.error(reason);
    return EXIT.couldNotRun;
  }
}

function describeReadFailure(error: unknown, file: string): string | undefined {
  if (error instanceof HistoryError) return `${file}: ${error.message}`;
  if (error instanceof Error && 'code' in error) return `cannot read ${file}: ${error.message}`;
  return undefined;
}
