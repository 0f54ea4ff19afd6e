import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import { UsageError } from '../run/select.ts';
import { CLASS_FORMAT, type GradedClass } from './graded-class.ts';
import { messageOf } from '../message-of.ts';

const SCHEMA = new URL('../schemas/class.schema.json', import.meta.url);

/**
 * Reads a graded class and holds it against its published schema. Throws `UsageError` that says what the file is
 * instead, or where it is damaged.
 */
export function readClass(text: string, file: string): GradedClass {
  const value = parse(text, file);
  if (typeof value !== 'object' || value === null || !('format' in value)) {
    const isGrades = typeof value === 'object' && value !== null && 'version' in value;
    const what = isGrades
      ? "it is the file of 'grade --out', which has too little"
      : 'it has no format';
    throw new UsageError(
      `${file} is no graded class: ${what}. Give the class.json that 'splitbrain grade --reports <folder>' writes`,
    );
  }
  if (value.format !== CLASS_FORMAT) {
    throw new UsageError(
      `${file} has format ${JSON.stringify(value.format)}; this version reads format ${CLASS_FORMAT}. ` +
        'Use the version of splitbrain that wrote it',
    );
  }
  const validate = new Ajv().compile<GradedClass>(JSON.parse(readFileSync(SCHEMA, 'utf8')));
  if (validate(value)) return value;
  throw new UsageError(`${file} is damaged: ${tellError(validate.errors?.[0])}`);
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = messageOf(error);
    throw new UsageError(`${file} is no JSON: ${reason}`);
  }
}

function tellError(error: ErrorObject | undefined): string {
  if (error === undefined) return 'it does not fit its schema';
  const { instancePath, message = 'is wrong' } = error;
  return `${instancePath === '' ? 'its top' : instancePath} ${message}`;
}
