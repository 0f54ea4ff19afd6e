import type { Command } from 'commander';
import { colour } from '../report/colour.ts';
import { gradeOf } from '../report/grade.ts';
import { tableHeading, tableRow } from '../report/grade-table.ts';
import { mergeShards, readShard } from '../shard/merge-shards.ts';
import { finish, type ReportOptions } from './grade.ts';
import { readText } from '../read-text.ts';

/** Adds `splitbrain merge <shards..>`. */
export function addMergeCommand(program: Command): void {
  program
    .command('merge')
    .description('put the shards of a class together, as if one machine had graded it')
    .argument('<shards...>', 'what grade --shard 1/n to n/n have written')
    .option('--json', 'print one JSON object for programs to read')
    .option('--out <file>', 'write the JSON object to a file, beside the table')
    .option('--csv <file>', 'write the grades as comma-separated values')
    .option('--id-column <name>', 'what the gradebook calls the column of names')
    .option('--reports <folder>', 'write every report that grade writes')
    .action((files: string[], options: ReportOptions) => {
      process.exitCode = merge(files, options);
    });
}

function merge(files: readonly string[], options: ReportOptions): number {
  const graded = mergeShards(files.map((file) => readShard(readText(file), file)));
  const { labs, submissions } = graded;
  if (options.json !== true) {
    console.log(colour.bold(tableHeading(labs)));
    for (const each of submissions) console.log(tableRow(gradeOf(each, labs), labs));
  }
  return finish(graded, options);
}
