import { EdnError, type Edn, type EdnItems } from './edn.ts';

/** A form that is not closed yet. */
interface Opened {
  readonly kind: 'map' | 'vector' | 'list' | 'set';
  readonly closing: string;
  readonly items: Edn[];
  readonly line: number;
}

const SEPARATORS = new Set([' ', ',', '\t', '\r', '\n']);
const ENDS = new Set([...SEPARATORS, '(', ')', '[', ']', '{', '}', '"', ';']);
const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?[NM]?$/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/**
 * Reads EDN from text that comes in pieces. `take` gets each map that stands alone or directly in a vector or
 * list that stands alone, as soon as it is closed, with the line on which it begins.
 */
export class EdnParser {
  private readonly take: (map: Edn, line: number) => void;
  private readonly stack: Opened[] = [];
  private line = 1;
  /** What was read of a name or number, of a text, or of a comment. */
  private token = '';
  private mode: 'between' | 'word' | 'text' | 'escape' | 'code' | 'comment' | 'hash' = 'between';
  /** The digits of a character that is written by its number. */
  private code = '';
  /** Forms that are to be left out, as `#_` says. */
  private discards = 0;
  private readonly discardsAt: number[] = [];

  constructor(take: (map: Edn, line: number) => void) {
    this.take = take;
  }

  read(piece: string): void {
    for (const character of piece) {
      this.next(character);
      if (character === '\n') this.line++;
    }
  }

  end(): void {
    this.next('\n');
    const [opened] = this.stack;
    if (this.mode !== 'between') throw new EdnError('a text is not closed', this.line);
    if (opened !== undefined) {
      throw new EdnError(`${opened.closing} is missing: a form is not closed`, opened.line);
    }
  }

  private next(character: string): void {
    switch (this.mode) {
      case 'comment':
        if (character === '\n') this.mode = 'between';
        return;
      case 'text':
        if (character === '"') this.finish(this.token);
        else if (character === '\\') this.mode = 'escape';
        else this.token += character;
        return;
      case 'escape':
        if (character === 'u') this.mode = 'code';
        else {
          this.token += ESCAPES[character] ?? character;
          this.mode = 'text';
        }
        return;
      case 'code':
        this.readCode(character);
        return;
      case 'hash':
        this.afterHash(character);
        return;
      case 'word':
        if (!ENDS.has(character)) {
          this.token += character;
          return;
        }
        this.finishWord();
        this.begin(character);
        return;
      case 'between':
        this.begin(character);
    }
  }

  private readCode(character: string): void {
    this.code += character;
    if (this.code.length < 4) return;
    this.token += String.fromCharCode(Number.parseInt(this.code, 16));
    this.code = '';
    this.mode = 'text';
  }

  private begin(character: string): void {
    this.token = '';
    if (SEPARATORS.has(character)) this.mode = 'between';
    else if (character === ';') this.mode = 'comment';
    else if (character === '"') this.mode = 'text';
    else if (character === '#') this.mode = 'hash';
    else if (character === '{') this.open('map', '}');
    else if (character === '[') this.open('vector', ']');
    else if (character === '(') this.open('list', ')');
    else if ('}])'.includes(character)) this.close(character);
    else {
      this.mode = 'word';
      this.token = character;
    }
  }

  /** `#{` is a set, `#_` leaves out a form, `#name` is a tag of the form after it. */
  private afterHash(character: string): void {
    this.mode = 'between';
    if (character === '{') this.open('set', '}');
    else if (character === '_') this.discards++;
    else {
      this.mode = 'word';
      this.token = `#${character}`;
    }
  }

  private open(kind: Opened['kind'], closing: string): void {
    this.mode = 'between';
    this.stack.push({ kind, closing, items: [], line: this.line });
    this.discardsAt.push(this.discards);
    this.discards = 0;
  }

  private close(character: string): void {
    const opened = this.stack.pop();
    if (opened === undefined || opened.closing !== character) {
      const expected = opened === undefined ? 'nothing is open' : `${opened.closing} belongs there`;
      throw new EdnError(`${character} closes nothing: ${expected}`, this.line);
    }
    this.mode = 'between';
    this.discards = this.discardsAt.pop() ?? 0;
    this.finish(formOf(opened), opened.line);
  }

  private finishWord(): void {
    const word = this.token;
    this.mode = 'between';
    // A tag is left out, the form after it stays.
    if (word.startsWith('#')) return;
    this.finish(valueOf(word, this.line));
  }

  /** A form is complete. */
  private finish(form: Edn, line: number = this.line): void {
    this.mode = 'between';
    if (this.discards > 0) {
      this.discards--;
      return;
    }
    const outer = this.stack.at(-1);
    const isRecord = typeof form === 'object' && form !== null && form.kind === 'map';
    const isAlone =
      outer === undefined ||
      (this.stack.length === 1 && outer.kind !== 'map' && outer.kind !== 'set');
    if (isAlone && isRecord) this.take(form, line);
    else if (outer !== undefined) outer.items.push(form);
    else if (!isEmpty(form)) throw new EdnError('an operation is a map, {...}', line);
  }
}

function isEmpty(form: Edn): boolean {
  return typeof form === 'object' && form !== null && 'items' in form && form.items.length === 0;
}

function formOf({ kind, items, line }: Opened): Edn {
  if (kind !== 'map') return { kind, items } satisfies EdnItems;
  if (items.length % 2 === 1) throw new EdnError('a map has a key without a value', line);
  const entries: [Edn, Edn][] = [];
  for (let index = 0; index < items.length; index += 2) {
    entries.push([items[index] ?? null, items[index + 1] ?? null]);
  }
  return { kind: 'map', entries };
}

function valueOf(word: string, line: number): Edn {
  if (word === 'nil') return null;
  if (word === 'true' || word === 'false') return word === 'true';
  if (word.startsWith(':')) return { kind: 'keyword', name: word.slice(1) };
  if (NUMBER.test(word)) return { kind: 'number', digits: word.replace(/^\+|[NM]$/g, '') };
  if (/^[+-]?\d/.test(word)) throw new EdnError(`${word} is no number`, line);
  return { kind: 'symbol', name: word };
}
