import {
  bare,
  getOwnPropertyDescriptor,
  hasOwn,
  isArray,
  ownKeys,
  finds,
  repeated,
  sliceOf,
} from '../primordials.ts';
import { isInStack, textOfError } from './error-text.ts';
import {
  bytesOfBuffer,
  dateText,
  eachOfMap,
  eachOfSet,
  isArguments,
  isError,
  isPromise,
  kindOfTyped,
  kindOfWeak,
  lengthOfTyped,
  regExpText,
  sizeOfMap,
  sizeOfSet,
  unboxedOf,
} from './kinds.ts';
import { inColumns, layOut, LINE, type Frame } from './layout.ts';
import { functionText, namesOf, prefixOf, type Names } from './names.ts';
import { linesOf, nameOfKey, quoted, symbolText } from './quote.ts';
import { Texts } from './texts.ts';

/** What is shown of a value. */
export interface InspectOptions {
  /** Levels below the value itself. */
  readonly depth: number;
  /** Whether members that loops do not see are shown as well. */
  readonly isHiddenShown: boolean;
}

/** What `console.log` shows in Node. */
export const USUAL: InspectOptions = { depth: 2, isHiddenShown: false };

/** Elements of an array, map or set, as in Node. */
const ELEMENTS_MAX = 100;
/** Letters of one value: no more of it is asked for, since a line is cut before that. */
const LETTERS_MAX = 400_000;
/** Shorter texts stay on one line. */
const TEXT_FOLDED_MIN = 16;

const CANNOT_BE_SHOWN = '[a value that cannot be shown]';

/** Any value as `util.inspect` of Node shows it. It calls no getter of a member, and never throws. */
export function inspect(value: unknown, options: InspectOptions = USUAL): string {
  return new Inspection(options).tell(value, 0);
}

interface Shape {
  readonly frame: Frame;
  readonly parts: Texts;
  /** Whether the parts may be set in columns; null where they are not, as the members of an object. */
  readonly list: { readonly hasMore: boolean; readonly areNumbers: boolean } | null;
}

/** One value and all in it. */
class Inspection {
  private readonly options: InspectOptions;
  private indent = 0;
  /** The objects around the value at hand, the outermost first. */
  private readonly around = bare<Record<number, object>>();
  private depth = 0;
  /** Level of the object that was told last. */
  private lastLevel = 0;
  /** Objects that refer to themselves, by the numbers that they get for it. */
  private readonly circles = bare<Record<number, object>>();
  private circleCount = 0;
  private letters = 0;

  constructor(options: InspectOptions) {
    this.options = options;
  }

  tell(value: unknown, level: number): string {
    const { indent, depth } = this;
    try {
      const text = this.textOf(value, level);
      if (depth > 0) this.letters += text.length;
      return text;
    } catch {
      // A trap of a proxy threw, or the stack is at its end.
      this.indent = indent;
      this.depth = depth;
      return CANNOT_BE_SHOWN;
    }
  }

  private textOf(value: unknown, level: number): string {
    if (typeof value === 'string') return this.textOfText(value);
    if (typeof value === 'symbol') return symbolText(value);
    if (typeof value === 'bigint') return value + 'n';
    if (typeof value === 'number') return value === 0 && 1 / value < 0 ? '-0' : '' + value;
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) {
      return '' + (value as undefined);
    }
    for (let i = 0; i < this.depth; i++) {
      if (this.around[i] === value) return '[Circular *' + this.circleOf(value) + ']';
    }
    return this.textOfObject(value, level);
  }

  private textOfText(text: string): string {
    const isFolded = text.length > TEXT_FOLDED_MIN && text.length > LINE - this.indent - 4;
    if (!isFolded) return quoted(text);
    const lines = linesOf(text);
    const parts = new Texts();
    for (let i = 0; i < lines.count; i++) parts.add(quoted(lines.at(i)));
    return parts.joined(' +\n' + repeated(' ', this.indent + 2));
  }

  private circleOf(value: object): number {
    for (let i = 0; i < this.circleCount; i++) if (this.circles[i] === value) return i + 1;
    this.circles[this.circleCount++] = value;
    return this.circleCount;
  }

  private textOfObject(value: object, level: number): string {
    const names = namesOf(value, this.options.isHiddenShown);
    const keys = this.keysOf(value);
    const whole = this.textWithoutParts(value, names, keys);
    if (whole !== null) return whole;
    if (level > this.options.depth) {
      const name = sliceOf(prefixOf(names, isArray(value) ? 'Array' : 'Object'), 0, -1);
      return names.maker === null ? name : '[' + name + ']';
    }
    this.around[this.depth++] = value;
    this.lastLevel = level + 1;
    const { frame, parts, list } = this.shapeOf(value, names, keys, level + 1);
    this.depth--;
    const columns = list === null ? parts : inColumns(parts, this.indent, list);
    const isTogether = columns.count === parts.count;
    return layOut(this.marked(value, frame), columns, {
      indent: this.indent,
      levelsBelow: isTogether ? this.lastLevel - (level + 1) : Infinity,
    });
  }

  private marked(value: object, frame: Frame): Frame {
    for (let i = 0; i < this.circleCount; i++) {
      if (this.circles[i] !== value) continue;
      const mark = '<ref *' + (i + 1) + '>';
      return { ...frame, base: frame.base === '' ? mark : mark + ' ' + frame.base };
    }
    return frame;
  }

  /** Members beside the elements of a list: those that a loop sees, or all. */
  private keysOf(value: object): Keys {
    const all = ownKeys(value);
    const keys = new Keys();
    // Their elements are no members, and neither are the letters of a text in an object of its own.
    const isList =
      isArray(value) ||
      kindOfTyped(value) !== undefined ||
      typeof unboxedOf(value)?.primitive === 'string';
    const { isHiddenShown } = this.options;
    for (let i = 0; i < all.length; i++) {
      const key = all[i] as string | symbol;
      if (isList && typeof key === 'string' && finds(/^(?:0|[1-9]\d{0,9})$/, key)) continue;
      if (isHiddenShown || getOwnPropertyDescriptor(value, key)?.enumerable === true) keys.add(key);
    }
    if (!isError(value)) return keys;
    const told = new Keys();
    for (let i = 0; i < keys.count; i++) {
      const key = keys.at(i);
      if (isHiddenShown || !isInStack(value, key)) told.add(key);
    }
    if ('cause' in value && !told.has('cause')) told.add('cause');
    if (isArray((value as { errors?: unknown }).errors) && !told.has('errors')) told.add('errors');
    return told;
  }

  /** The whole text of a value that has no parts; null for any other. */
  private textWithoutParts(value: object, names: Names, keys: Keys): string | null {
    if (keys.count > 0) return null;
    const base = this.baseOf(value, names);
    if (base !== '') return base;
    if (isArray(value)) return value.length === 0 ? openOf(value, names) + ']' : null;
    const size = sizeOfMap(value) ?? sizeOfSet(value);
    if (size !== undefined) return size === 0 ? openOf(value, names) + '}' : null;
    if (kindOfTyped(value) !== undefined) {
      return lengthOfTyped(value) === 0 ? openOf(value, names) + ']' : null;
    }
    if (kindOfWeak(value) !== undefined || isPromise(value)) return null;
    if (bytesOfBuffer(value) !== undefined) return null;
    return openOf(value, names) + '}';
  }

  /** What stands in front of a value's members: a function, a date, an error, a primitive in an object. */
  private baseOf(value: object, names: Names): string {
    if (typeof value === 'function') return functionText(value, names);
    const expression = regExpText(value);
    if (expression !== undefined) return withPrefix(names, 'RegExp', expression);
    const date = dateText(value);
    if (date !== undefined) return withPrefix(names, 'Date', date);
    if (isError(value)) return textOfError(value, names, this.indent);
    const boxed = unboxedOf(value);
    if (boxed === undefined) return '';
    const { kind, primitive } = boxed;
    const name =
      names.maker === kind ? kind : kind + ' (' + (names.maker ?? 'null prototype') + ')';
    const shown = typeof primitive === 'string' ? quoted(primitive) : this.textOf(primitive, 0);
    return '[' + name + ': ' + shown + ']';
  }

  private shapeOf(value: object, names: Names, keys: Keys, level: number): Shape {
    const parts = new Texts();
    const base = this.baseOf(value, names);
    const open = base === '' ? openOf(value, names) : '{';
    const frame = { base, open, close: sliceOf(open, -1) === '[' ? ']' : '}' };
    let list: Shape['list'] = null;
    if (isArray(value)) list = this.addElements(parts, value, value.length, level);
    else if (sizeOfMap(value) !== undefined) this.addEntries(parts, value, level);
    else if (sizeOfSet(value) !== undefined) this.addSetElements(parts, value, level);
    else if (kindOfTyped(value) !== undefined) {
      list = this.addElements(parts, value, lengthOfTyped(value), level);
    } else if (kindOfWeak(value) !== undefined) parts.add('<items unknown>');
    else if (isPromise(value)) parts.add('<state unknown>');
    else if (bytesOfBuffer(value) !== undefined) parts.add('byteLength: ' + bytesOfBuffer(value));
    this.addMembers(parts, value, keys, level);
    return { frame, parts, list };
  }

  private addMembers(parts: Texts, value: object, keys: Keys, level: number): void {
    for (let i = 0; i < keys.count; i++) {
      if (this.letters > LETTERS_MAX) return parts.add(moreOf(keys.count - i, 'member'));
      const key = keys.at(i);
      const { text, isEnumerable } = this.member(value, key, level);
      parts.add(nameOfKey(key, isEnumerable) + ': ' + text);
    }
  }

  private addElements(parts: Texts, value: object, length: number, level: number): Shape['list'] {
    let areNumbers = true;
    let told = 0;
    let at = 0;
    for (; at < length && told < ELEMENTS_MAX && this.letters <= LETTERS_MAX; told++) {
      const hole = this.holeAt(value, at, length);
      if (hole > 0) {
        parts.add('<' + hole + ' empty item' + (hole === 1 ? '' : 's') + '>');
        at += hole;
        areNumbers = false;
        continue;
      }
      const element = (value as { readonly [at: number]: unknown })[at];
      if (typeof element !== 'number' && typeof element !== 'bigint') areNumbers = false;
      parts.add(this.member(value, '' + at, level).text);
      at++;
    }
    const hasMore = at < length;
    if (hasMore) parts.add(moreOf(length - at, 'item'));
    return { hasMore, areNumbers };
  }

  /** How many elements from a place on are missing. */
  private holeAt(value: object, from: number, length: number): number {
    let at = from;
    while (at < length && !hasOwn(value, at)) at++;
    return at - from;
  }

  private addEntries(parts: Texts, map: object, level: number): void {
    const size = sizeOfMap(map) ?? 0;
    let told = 0;
    this.indent += 2;
    eachOfMap(map, (key, value) => {
      if (told === ELEMENTS_MAX || this.letters > LETTERS_MAX) return false;
      told++;
      parts.add(this.tell(key, level) + ' => ' + this.tell(value, level));
      return true;
    });
    if (told < size) parts.add(moreOf(size - told, 'item'));
    this.indent -= 2;
  }

  private addSetElements(parts: Texts, set: object, level: number): void {
    const size = sizeOfSet(set) ?? 0;
    let told = 0;
    this.indent += 2;
    eachOfSet(set, (value) => {
      if (told === ELEMENTS_MAX || this.letters > LETTERS_MAX) return false;
      told++;
      parts.add(this.tell(value, level));
      return true;
    });
    if (told < size) parts.add(moreOf(size - told, 'item'));
    this.indent -= 2;
  }

  private member(
    value: object,
    key: string | symbol,
    level: number,
  ): { text: string; isEnumerable: boolean } {
    const member = getOwnPropertyDescriptor(value, key);
    const isEnumerable = member === undefined || member.enumerable === true;
    if (member !== undefined && !hasOwn(member, 'value')) {
      const [get, set] = [member.get !== undefined, member.set !== undefined];
      const text = get ? (set ? '[Getter/Setter]' : '[Getter]') : set ? '[Setter]' : 'undefined';
      return { text, isEnumerable };
    }
    this.indent += 2;
    const inner: unknown =
      member === undefined ? (value as Record<string | symbol, unknown>)[key] : member.value;
    const text = this.tell(inner, level);
    this.indent -= 2;
    return { text, isEnumerable };
  }
}

/** Names of members, in their order. */
class Keys {
  count = 0;
  private readonly keys = bare<Record<number, string | symbol>>();

  add(key: string | symbol): void {
    this.keys[this.count++] = key;
  }

  at(index: number): string | symbol {
    return this.keys[index] ?? '';
  }

  has(key: string): boolean {
    for (let i = 0; i < this.count; i++) if (this.keys[i] === key) return true;
    return false;
  }
}

/** The brace that a value's parts begin with, and what it is called in front of it. */
function openOf(value: object, names: Names): string {
  const { maker, tag } = names;
  if (isArray(value)) {
    const isUsual = maker === 'Array' && tag === '';
    return (isUsual ? '' : prefixOf(names, 'Array', '(' + value.length + ')')) + '[';
  }
  const map = sizeOfMap(value);
  if (map !== undefined) return prefixOf(names, 'Map', '(' + map + ')') + '{';
  const set = sizeOfSet(value);
  if (set !== undefined) return prefixOf(names, 'Set', '(' + set + ')') + '{';
  const typed = kindOfTyped(value);
  if (typed !== undefined) return prefixOf(names, typed, '(' + lengthOfTyped(value) + ')') + '[';
  if (isArguments(value)) return '[Arguments] {';
  const weak = kindOfWeak(value);
  if (weak !== undefined) return prefixOf(names, weak) + '{';
  if (maker === 'Object') return tag === '' ? '{' : prefixOf(names, 'Object') + '{';
  return prefixOf(names, 'Object') + '{';
}

function withPrefix(names: Names, usual: string, text: string): string {
  const prefix = prefixOf(names, usual);
  return prefix === usual + ' ' ? text : prefix + text;
}

function moreOf(count: number, what: string): string {
  return '... ' + count + ' more ' + what + (count === 1 ? '' : 's');
}
