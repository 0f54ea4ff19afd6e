import { exactNumber, JsonError } from '../exact-json.ts';
import { HistoryError } from '../history-error.ts';
import type { Json, Operation } from '../operation.ts';
import type { HistoryReader } from '../reader.ts';
import { EdnError, type Edn } from './edn.ts';
import { EdnParser } from './edn-parser.ts';

/** What a call and its completion are to a model. */
export interface Meaning {
  readonly op: string;
  readonly input: Json;
  /** Null where nobody knows. */
  readonly output: Json;
}

/** What `f` with these values means; undefined if nothing. `ended` is undefined where nobody knows. */
export type Meanings = (f: string, called: Json, ended: Json | undefined) => Meaning | undefined;

/** A call whose end has not come yet. */
interface Called {
  readonly f: string;
  readonly value: Json;
  readonly time: number;
  readonly line: number;
}

/**
 * Reads Jepsen's histories: maps of :type, :process, :f and :value, each alone or all in one vector.
 * :fail did not happen, :info may have, at any time after its call. What the nemesis does is left out.
 *
 * Times are the places of the maps, from 1 on: a history is in order, and its :time may be coarser.
 */
export class EdnReader implements HistoryReader {
  private readonly meanings: Meanings;
  private readonly take: (operation: Operation) => void;
  readonly origin = 0n;
  private readonly parser: EdnParser;
  /** In the order of their calls, which is the order of their processes. */
  private readonly open = new Map<string, Called>();
  private count = 0;

  constructor(meanings: Meanings, take: (operation: Operation) => void) {
    this.meanings = meanings;
    this.take = take;
    this.parser = new EdnParser((map, line) => {
      this.readEvent(map, line);
    });
  }

  read(piece: string): void {
    // Some editors begin a file with a byte order mark.
    const text = this.count === 0 && piece.startsWith('\uFEFF') ? piece.slice(1) : piece;
    this.parse(() => {
      this.parser.read(text);
    });
  }

  end(): void {
    this.parse(() => {
      this.parser.end();
    });
    for (const [process, called] of this.open) this.finish(process, called, 'unknown');
  }

  private parse(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof EdnError)) throw error;
      throw new HistoryError(`line ${error.line}: ${error.message}`);
    }
  }

  private readEvent(map: Edn, line: number): void {
    this.count++;
    const field = (name: string): Edn | undefined => fieldOf(map, name);
    const process = field('process');
    if (!isNumber(process)) {
      if (process !== undefined && process !== null) return;
      throw new EdnError('expected a map with a :process', line);
    }
    const type = nameIn(field('type'));
    const f = nameIn(field('f')) ?? '';
    const time = this.count;
    const value = jsonOf(field('value') ?? null, line);
    const client = process.digits;
    const called = this.open.get(client);
    if (type === 'invoke') {
      if (called !== undefined) {
        throw new EdnError(
          `process ${client} calls :${f} while its :${called.f} of line ${called.line} is in flight`,
          line,
        );
      }
      this.open.set(client, { f, value, time, line });
      return;
    }
    if (type !== 'ok' && type !== 'fail' && type !== 'info') {
      throw new EdnError(
        `expected :type :invoke, :ok, :fail or :info, came ${type ?? 'none'}`,
        line,
      );
    }
    // A process may tell something that is the end of nothing.
    if (called === undefined) {
      if (type === 'info') return;
      throw new EdnError(`process ${client} ends :${f}, but has nothing in flight`, line);
    }
    this.open.delete(client);
    this.finish(client, called, type, { time, value });
  }

  private finish(
    client: string,
    { f, value, time, line }: Called,
    type: 'ok' | 'fail' | 'info' | 'unknown',
    ended?: { readonly time: number; readonly value: Json },
  ): void {
    const meaning = this.meanings(f, value, type === 'ok' ? ended?.value : undefined);
    if (meaning === undefined) {
      throw new EdnError(
        `the model has nothing for :f :${f} with :value ${JSON.stringify(value)}`,
        line,
      );
    }
    const { op, input, output } = meaning;
    const returnTime = ended?.time ?? null;
    const end = type === 'ok' ? 'ok' : type === 'fail' ? 'failed' : 'unknown';
    this.take({ client, op, input, output, callTime: time, returnTime, end, line });
  }
}

function fieldOf(map: Edn, name: string): Edn | undefined {
  if (typeof map !== 'object' || map === null || map.kind !== 'map') return undefined;
  return map.entries.find(([key]) => nameIn(key) === name)?.[1];
}

function isNumber(form: Edn | undefined): form is { kind: 'number'; digits: string } {
  return typeof form === 'object' && form !== null && form.kind === 'number';
}

/** The name of a keyword, or of a text that stands for one. */
function nameIn(form: Edn | undefined): string | undefined {
  if (typeof form === 'string') return form;
  return typeof form === 'object' && form !== null && form.kind === 'keyword'
    ? form.name
    : undefined;
}

/** Keywords become texts with their colon, so that they stay apart from texts. */
function jsonOf(form: Edn, line: number): Json {
  if (form === null || typeof form !== 'object') return form;
  switch (form.kind) {
    case 'number':
      return numberOf(form.digits, line);
    case 'keyword':
      return `:${form.name}`;
    case 'symbol':
      return form.name;
    case 'map':
      return Object.fromEntries(
        form.entries.map(([key, value]) => [keyOf(jsonOf(key, line)), jsonOf(value, line)]),
      );
    default:
      return form.items.map((item) => jsonOf(item, line));
  }
}

function numberOf(digits: string, line: number): Json {
  try {
    return exactNumber(digits);
  } catch (error) {
    throw error instanceof JsonError ? new EdnError(error.message, line) : error;
  }
}

/** A key as text: our objects are named by texts. */
export function keyOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
