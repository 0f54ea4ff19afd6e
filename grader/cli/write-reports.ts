import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GradedClass } from '../grading/graded-class.ts';
import { FORMATS, type FormatOptions } from '../report/formats.ts';
import { classPage } from '../report/class-page/class-page.ts';
import { UsageError } from '../run/select.ts';
import { makeFolders } from '../store/make-folders.ts';
import { writeWhole } from '../store/write-whole.ts';
import { readPageFiles } from './page-files.ts';
import { messageOf } from '../message-of.ts';

/**
 * Writes the reports of a class into a folder. Returns the files there of students who are not in this class, which an
 * earlier one has left.
 */
export function writeReports(
  folder: string,
  graded: GradedClass,
  options: FormatOptions,
): readonly string[] {
  const { submissions } = graded;
  for (const inside of ['students', 'gradescope']) makeFolder(join(folder, inside));
  write(join(folder, 'class.json'), `${JSON.stringify(graded)}\n`);
  write(join(folder, 'class.html'), classPage(graded, readPageFiles()));
  write(join(folder, 'junit.xml'), FORMATS.junit.text(graded));
  write(join(folder, 'class.sarif'), FORMATS.sarif.text(graded));
  write(join(folder, 'grades.csv'), FORMATS.csv.text(graded, options));
  const files = fileNames(submissions.map(({ name }) => name));
  for (const [at, each] of submissions.entries()) {
    const file = files[at] ?? String(at);
    write(join(folder, 'students', `${file}.md`), FORMATS.markdown.text(graded, each));
    write(join(folder, 'gradescope', `${file}.json`), FORMATS.gradescope.text(graded, each));
  }
  const written = new Set(files.flatMap((file) => [`${file}.md`, `${file}.json`]));
  return ['students', 'gradescope'].flatMap((inside) =>
    readdirSync(join(folder, inside))
      .filter((file) => !written.has(file))
      .map((file) => join(folder, inside, file)),
  );
}

/** Shorter than any file system's limit, with an ending. */
const LETTERS_MAX = 100;

/** A file name for each name that somebody chose: none is a path, and no two are the same, however written. */
function fileNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    // One that began with '-' would be an option to most programs.
    const plain =
      name
        .replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')
        .replace(/^-+/, '')
        .slice(0, LETTERS_MAX) || 'unnamed';
    let own = plain;
    for (let i = 2; taken.has(own.toLowerCase()); i++) own = `${plain}-${i}`;
    taken.add(own.toLowerCase());
    return own;
  });
}

/** Makes a folder that the user named. Throws `UsageError` that says why it cannot be made. */
export function makeFolder(folder: string): void {
  try {
    makeFolders(folder);
  } catch (error) {
    throw new UsageError(`cannot make the folder ${folder}: ${messageOf(error)}`);
  }
}

/** Writes a file that the user named. Throws `UsageError` that says why it cannot be written. */
export function write(file: string, text: string): void {
  try {
    writeWhole(file, text);
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${messageOf(error)}`);
  }
}
