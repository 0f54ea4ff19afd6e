import { HistoryError } from './history-error.ts';
import type { End, Json, Operation } from './operation.ts';
import { validateHistory } from './validate-history.ts';

/*
 * The file format: UTF-8 text, one operation a line, each a JSON object; empty lines do not count.
 *
 *   {"client":"1","op":"put","input":{"key":"x","value":"a","version":0},"output":"OK","callTime":0,"returnTime":3.5,"end":"ok"}
 *   {"client":"2","op":"get","input":{"key":"x"},"output":null,"callTime":1,"returnTime":null,"end":"unknown"}
 *
 *   client      who called: text, or a whole number
 *   op          what was called; the model says which there are, and what `input` and `output` look like
 *   input       what was sent (absent: null)
 *   output      what was answered (absent: null)
 *   callTime    when it was called: a number of any unit
 *   returnTime  when its end was known; null or absent: never, and `end` is "unknown"
 *   end         "ok": answered. "failed": definitely not done. "unknown": may take effect at any time
 *               after the call, or never
 *
 * Lines of different clients may stand in any order, those of one client in the order of its calls.
 */

/** Reads a history file's text. Throws HistoryError that names the line, what belongs there and what came. */
export function parseHistory(text: string): Operation[] {
  const operations: Operation[] = [];
  const lineOf: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    operations.push(parseLine(line, `line ${index + 1}`));
    lineOf.push(index + 1);
  }
  validateHistory(operations, (index) => `line ${lineOf[index]}`);
  return operations;
}

/** The text of a history file; `parseHistory` gives the same operations back. */
export function formatHistory(operations: readonly Operation[]): string {
  return operations.map((operation) => `${formatLine(operation)}\n`).join('');
}

function formatLine(operation: Operation): string {
  const { client, op, input, output, callTime, returnTime, end } = operation;
  return JSON.stringify({ client, op, input, output, callTime, returnTime, end });
}

type Fields = Readonly<Record<string, Json>>;

const FIELDS = new Set(['client', 'op', 'input', 'output', 'callTime', 'returnTime', 'end']);

function parseLine(line: string, place: string): Operation {
  const fields = parseObject(line, place);
  const stranger = Object.keys(fields).find((name) => !FIELDS.has(name));
  if (stranger !== undefined) {
    throw new HistoryError(
      `${place}: no field is called ${show(stranger)}; there are ${[...FIELDS].join(', ')}`,
    );
  }
  return {
    client: clientOf(fields, place),
    op: textOf(fields, 'op', place),
    input: fields['input'] ?? null,
    output: fields['output'] ?? null,
    callTime: numberOf(fields, 'callTime', place),
    returnTime:
      (fields['returnTime'] ?? null) === null ? null : numberOf(fields, 'returnTime', place),
    end: endOf(fields, place),
  };
}

function parseObject(line: string, place: string): Fields {
  let value: Json;
  try {
    value = JSON.parse(line);
  } catch {
    throw new HistoryError(
      `${place}: expected one operation as a JSON object, came ${excerpt(line)}`,
    );
  }
  if (!isFields(value)) throw unexpected(place, 'one operation as a JSON object', value);
  return value;
}

function isFields(value: Json): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function clientOf(fields: Fields, place: string): string {
  const client = fields['client'];
  if (typeof client === 'number' && Number.isSafeInteger(client)) return String(client);
  if (typeof client === 'string' && client !== '') return client;
  throw unexpected(`${place}: client`, 'a name or a whole number', client);
}

function textOf(fields: Fields, name: string, place: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw unexpected(`${place}: ${name}`, 'text', value);
}

function numberOf(fields: Fields, name: string, place: string): number {
  const value = fields[name];
  if (typeof value === 'number') return value;
  throw unexpected(`${place}: ${name}`, 'a number', value);
}

function endOf(fields: Fields, place: string): End {
  const value = fields['end'];
  if (value === 'ok' || value === 'failed' || value === 'unknown') return value;
  throw unexpected(`${place}: end`, '"ok", "failed" or "unknown"', value);
}

function unexpected(place: string, expected: string, came: Json | undefined): HistoryError {
  return new HistoryError(
    `${place}: expected ${expected}, came ${came === undefined ? 'nothing' : show(came)}`,
  );
}

/** A value as JSON, short enough for one line of an error. */
function show(value: Json): string {
  return excerpt(JSON.stringify(value));
}

function excerpt(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
