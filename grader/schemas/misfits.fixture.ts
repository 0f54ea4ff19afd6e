import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

/**
 * Where a value does not fit a published schema. Stricter than the schema, which allows for members of later
 * versions: here every member must be described.
 */
export function misfits(schema: 'class' | 'grades', value: unknown): string[] {
  const file = new URL(`./${schema}.schema.json`, import.meta.url);
  const strict: object = JSON.parse(readFileSync(file, 'utf8'), (_, each: unknown) =>
    isClosable(each) ? { ...each, additionalProperties: false } : each,
  ) as object;
  const validate = new Ajv({ allErrors: true }).compile(strict);
  validate(value);
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath === '' ? 'its top' : instancePath} ${message}`,
  );
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
