import type { GradedClass, GradedSubmission } from '../grading/graded-class.ts';
import { autolabLines } from './autolab.ts';
import { check50Report } from './check50.ts';
import { classroomOutput } from './github-classroom.ts';
import { gradeOf } from './grade.ts';
import { gradesCsv } from './grade-table.ts';
import { gradescopeResults } from './gradescope.ts';
import { gradesJson } from './grades-json.ts';
import { junitXml } from './junit.ts';
import { sarifLog } from './sarif.ts';
import { studentMarkdown } from './student-markdown.ts';

/** What a user may say of a format. */
export interface FormatOptions {
  /** The gradebook's column of names. */
  readonly idColumn?: string | undefined;
}

/** A form in which grades are told. */
export type Format =
  /** One text for all submissions. */
  | {
      readonly of: 'class';
      /** What it has of one or more submissions; the class has no others. */
      text(graded: GradedClass, options: FormatOptions): string;
    }
  /** A text for one submission, which its student sees. */
  | {
      readonly of: 'student';
      text(graded: GradedClass, submission: GradedSubmission): string;
    };

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** Every format by its name. */
export const FORMATS = {
  json: { of: 'class', text: (graded) => `${JSON.stringify(gradesJson(graded))}\n` },
  csv: {
    of: 'class',
    text: ({ submissions, labs, made, unfinished }, { idColumn }) =>
      gradesCsv(
        submissions.map((each) => gradeOf(each, labs)),
        labs,
        made.sandbox,
        { idColumn, unfinished },
      ),
  },
  junit: { of: 'class', text: junitXml },
  sarif: { of: 'class', text: (graded) => json(sarifLog(graded)) },
  markdown: { of: 'student', text: studentMarkdown },
  gradescope: { of: 'student', text: (...of) => json(gradescopeResults(...of)) },
  'github-classroom': { of: 'student', text: (...of) => `${classroomOutput(...of)}\n` },
  autolab: { of: 'student', text: (...of) => `${autolabLines(...of).join('\n')}\n` },
  check50: { of: 'student', text: (...of) => json(check50Report(...of)) },
} as const satisfies Readonly<Record<string, Format>>;
