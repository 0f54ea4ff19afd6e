import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';

type Schema = 'class' | 'grades' | 'trace';

const validators = new Map<Schema, ValidateFunction>();

/**
 * Where a value does not fit a published schema. Stricter than the schema, which allows for members of later
 * versions: here every member must be described.
 */
export function misfits(schema: Schema, value: unknown): string[] {
  const validate = validators.get(schema) ?? validatorOf(schema);
  validators.set(schema, validate);
  validate(value);
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath === '' ? 'its top' : instancePath} ${message}`,
  );
}

function validatorOf(schema: Schema): ValidateFunction {
  const file = new URL(`./${schema}.schema.json`, import.meta.url);
  const strict: object = JSON.parse(readFileSync(file, 'utf8'), (_, each: unknown) =>
    isClosable(each) ? { ...each, additionalProperties: false } : each,
  ) as object;
  return new Ajv({ allErrors: true }).compile(strict);
}

function isClosable(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    'properties' in value &&
    'required' in value &&
    !('additionalProperties' in value)
  );
}
