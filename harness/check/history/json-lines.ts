import { Clock } from './clock.ts';
import { bigIntegerIn, ExactJson, JsonError } from './exact-json.ts';
import { HistoryError } from './history-error.ts';
import type { End, Json, Operation } from './operation.ts';
import type { HistoryReader } from './reader.ts';
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
  const reader = new JsonLinesReader((operation) => operations.push(operation));
  reader.read(text);
  reader.end();
  validateHistory(operations, (index) => `line ${operations[index]?.line}`);
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

/** Reads a history file piece by piece; `take` gets each operation, with its line. */
export class JsonLinesReader implements HistoryReader {
  private readonly take: (operation: Operation) => void;
  private readonly clock = new Clock();
  private line = 0;
  private rest = '';

  constructor(take: (operation: Operation) => void) {
    this.take = take;
  }

  get origin(): bigint {
    return this.clock.origin;
  }

  read(piece: string): void {
    const text = this.rest + piece;
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.readLine(text.slice(start, end));
      start = end + 1;
    }
    this.rest = text.slice(start);
  }

  end(): void {
    this.readLine(this.rest);
    this.rest = '';
  }

  private readLine(text: string): void {
    this.line++;
    // Some editors begin a file with a byte order mark.
    const line = this.line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
    if (line.trim() === '') return;
    try {
      this.take(this.plainOperationIn(line) ?? operationIn(line, this.clock, this.line));
    } catch (error) {
      if (error instanceof JsonError)
        throw this.refusal(`expected ${OPERATION}, came ${excerpt(line)}`);
      if (error instanceof FieldError) throw this.refusal(error.message);
      throw error;
    }
  }

  /** The operation, if `JSON.parse` cannot have lost a digit of it; it is twice as fast. */
  private plainOperationIn(line: string): Operation | undefined {
    if (!this.clock.isPlain) return undefined;
    let fields: Json;
    try {
      fields = JSON.parse(line);
    } catch {
      return undefined;
    }
    return plainOperation(fields, this.line);
  }

  private refusal(message: string): HistoryError {
    return new HistoryError(`line ${this.line}: ${message}`);
  }
}

const OPERATION = 'one operation as a JSON object';

/** What is wrong with a field, or with the whole. */
class FieldError extends Error {}

const NAMES = ['client', 'op', 'input', 'output', 'callTime', 'returnTime', 'end'];

function operationIn(text: string, clock: Clock, line: number): Operation {
  const json = new ExactJson(text);
  if (!json.isObject()) {
    const value = json.value();
    json.end();
    throw unexpected(undefined, OPERATION, value);
  }
  let client: Json | undefined;
  let op: Json | undefined;
  let input: Json = null;
  let output: Json = null;
  let callTime: number | undefined;
  let returnTime: number | null = null;
  let end: Json | undefined;
  json.fields((name) => {
    switch (name) {
      case 'client':
        client = json.value();
        break;
      case 'op':
        op = json.value();
        break;
      case 'input':
        input = json.value();
        break;
      case 'output':
        output = json.value();
        break;
      case 'callTime':
        callTime = timeIn(json, name, clock);
        break;
      case 'returnTime':
        returnTime = json.isNull() ? null : timeIn(json, name, clock);
        break;
      case 'end':
        end = json.value();
        break;
      default:
        throw new FieldError(
          `no field is called ${excerpt(JSON.stringify(name))}; there are ${NAMES.join(', ')}`,
        );
    }
  });
  json.end();
  if (typeof op !== 'string') throw unexpected('op', 'text', op);
  if (callTime === undefined) throw unexpected('callTime', 'a number', undefined);
  if (!isEnd(end)) throw unexpected('end', '"ok", "failed" or "unknown"', end);
  return { client: clientOf(client), op, input, output, callTime, returnTime, end, line };
}

/** Undefined unless all is as it should be, and no number so large or fine that it may have been rounded. */
function plainOperation(fields: Json, line: number): Operation | undefined {
  if (!isObject(fields)) return undefined;
  const { client, op, input = null, output = null, callTime, returnTime = null, end } = fields;
  if (!hasOnlyNames(fields)) return undefined;
  const name = isSafe(client) ? String(client) : client;
  if (typeof name !== 'string' || name === '' || typeof op !== 'string' || !isEnd(end))
    return undefined;
  if (!isSafe(callTime) || !(returnTime === null || isSafe(returnTime))) return undefined;
  if (!isPlain(input) || !isPlain(output)) return undefined;
  return { client: name, op, input, output, callTime, returnTime, end, line };
}

/** Whether there is no other field: it is faster to count than to look each of them up. */
function hasOnlyNames(fields: { readonly [name: string]: Json }): boolean {
  let count = 0;
  for (const _name in fields) count++;
  const { client, op, input, output, callTime, returnTime, end } = fields;
  if (client !== undefined) count--;
  if (op !== undefined) count--;
  if (input !== undefined) count--;
  if (output !== undefined) count--;
  if (callTime !== undefined) count--;
  if (returnTime !== undefined) count--;
  if (end !== undefined) count--;
  return count === 0;
}

/** Whether no number in it may have been rounded. */
function isPlain(value: Json): boolean {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return true;
  if (!isObject(value)) return value.every(isPlain);
  for (const name in value) if (!isPlain(value[name] ?? null)) return false;
  return true;
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSafe(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}

function timeIn(json: ExactJson, name: string, clock: Clock): number {
  const literal = json.literal();
  if (literal === undefined) throw unexpected(name, 'a number', json.value());
  try {
    return clock.read(literal);
  } catch (error) {
    throw error instanceof HistoryError ? new FieldError(`${name}: ${error.message}`) : error;
  }
}

function clientOf(client: Json | undefined): string {
  if (typeof client === 'number' && Number.isSafeInteger(client)) return String(client);
  if (typeof client === 'string' && client !== '') return client;
  const digits = bigIntegerIn(client);
  if (digits !== undefined) return digits;
  throw unexpected('client', 'a name or a whole number', client);
}

function isEnd(end: Json | undefined): end is End {
  return end === 'ok' || end === 'failed' || end === 'unknown';
}

function unexpected(
  name: string | undefined,
  expected: string,
  came: Json | undefined,
): FieldError {
  const place = name === undefined ? '' : `${name}: `;
  const value = came === undefined ? 'nothing' : excerpt(JSON.stringify(came));
  return new FieldError(`${place}expected ${expected}, came ${value}`);
}

/** Short enough for one line of an error. */
function excerpt(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
