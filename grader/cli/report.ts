import { InvalidArgumentError, type Command } from 'commander';
import type { GradedClass, GradedSubmission } from '../grading/graded-class.ts';
import { nearest } from '../grading/nearest.ts';
import { readClass } from '../grading/read-class.ts';
import { FORMATS, type Format } from '../report/formats.ts';
import { UsageError } from '../run/select.ts';
import { EXIT } from './exit-codes.ts';
import { readText } from '../read-text.ts';
import { tellUnfinished } from './tell-unfinished.ts';

interface ReportOptions {
  readonly student?: string;
  readonly idColumn?: string;
}

/** Adds `splitbrain report <format> <class.json>`: grades that are there, in another form. */
export function addReportCommand(program: Command): void {
  program
    .command('report')
    .description('print grades that were made before in the form that a course platform takes')
    .argument('<format>', Object.keys(FORMATS).join(', '), readFormat)
    .argument('<class.json>', 'a file that `grade --reports` wrote')
    .option('--student <name>', 'this submission only; needed where a report is for one student')
    .option('--id-column <name>', 'what the gradebook (csv) calls the column of names')
    .action((format: Format, file: string, options: ReportOptions) => {
      process.stdout.write(report(format, file, options));
      process.exitCode = EXIT.passed;
    });
}

function readFormat(name: string): Format {
  const format = Object.entries(FORMATS).find(([each]) => each === name)?.[1];
  if (format !== undefined) return format;
  const near = nearest(name, Object.keys(FORMATS));
  throw new InvalidArgumentError(near === null ? '' : `Did you mean ${near}?`);
}

function report(format: Format, file: string, { student, idColumn }: ReportOptions): string {
  const graded = readClass(readText(file), file);
  tellUnfinished(graded, file);
  const chosen = student === undefined ? graded.submissions : [studentIn(graded, student, file)];
  if (format.of === 'class') return format.text({ ...graded, submissions: chosen }, { idColumn });
  const [one] = chosen;
  if (one !== undefined && chosen.length === 1) return format.text(graded, one);
  if (one === undefined) {
    throw new UsageError(
      `${file} has no graded submission; the same grade command goes on with it`,
    );
  }
  throw new UsageError(`${file} has ${chosen.length} submissions; name one with --student`);
}

function studentIn({ submissions }: GradedClass, name: string, file: string): GradedSubmission {
  const found = submissions.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = submissions.map((each) => each.name);
  const near = nearest(name, names);
  const hint = near === null ? '' : `. Did you mean '${near}'?`;
  throw new UsageError(`${file} has no submission '${name}' among its ${names.length}${hint}`);
}
