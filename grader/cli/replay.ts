import { resolve } from 'node:path';
import chalk from 'chalk';
import type { Command } from 'commander';
import { compileSubmission } from '../realm/compile.ts';
import { readFailure } from '../report/failure-file.ts';
import { tellRun } from '../report/tell-failure.ts';
import { JSON_VERSION } from '../report/test-json.ts';
import { findLabs } from '../run/find-labs.ts';
import { readCount, select } from '../run/select.ts';
import { EXIT } from './exit-codes.ts';

/** Adds `splitbrain replay <failure>`: the same run again, byte for byte. */
export function addReplayCommand(program: Command): void {
  program
    .command('replay')
    .description('repeat a failed run exactly')
    .argument('<failure>', 'a file under .splitbrain/failures')
    .option('--submission <folder>', 'another folder than the one that failed')
    .option('--lines <n>', 'lines of the story', '40')
    .option('--json', 'print one JSON object for programs to read')
    .action(
      async (file: string, options: { submission?: string; lines: string; json?: boolean }) => {
        process.exitCode = await replay(file, options);
      },
    );
}

async function replay(
  file: string,
  options: { submission?: string; lines: string; json?: boolean },
): Promise<number> {
  const failure = readFailure(file);
  const { lab, scenarios } = select(await findLabs(), failure.lab, failure.scenario);
  const lines = readCount('--lines', options.lines, 1);
  const folder = resolve(options.submission ?? failure.submission);
  const submission = await compileSubmission(folder, lab);
  const scenario = scenarios[0];
  if (scenario === undefined) return EXIT.couldNotRun;
  const { result, text } = await tellRun(lab, scenario, submission, failure.seed, lines);
  const same = result.traceHash === failure.traceHash;
  const passed = result.verdict.kind === 'passed';
  if (options.json === true) {
    const { traceHash, verdict } = result;
    console.log(JSON.stringify({ version: JSON_VERSION, passed, same, traceHash, verdict }));
  } else {
    console.log(
      [chalk.bold(`${scenario.title}, seed ${failure.seed}`), '', ...text, ''].join('\n'),
    );
    console.log(sameness(same, submission.digest === failure.digest, result.traceHash));
  }
  return passed ? EXIT.passed : EXIT.failed;
}

function sameness(same: boolean, sameCode: boolean, traceHash: string): string {
  if (same) return `The same run, byte for byte: trace ${traceHash}.`;
  if (!sameCode)
    return `The code has changed since it failed, so this is another run: trace ${traceHash}.`;
  return `Not the same run, though the code is the same: the server depends on something outside the simulation. Please report it.`;
}
