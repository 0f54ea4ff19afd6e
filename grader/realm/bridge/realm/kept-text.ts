import { encode, NESTING_MAX } from './json.ts';
import {
  bare,
  getPrototypeOf,
  isArray,
  isFinite,
  ObjectPrototype,
  sliceOf,
  stringify,
} from './primordials.ts';

/*
 * The JSON text of a value that is encoded again and again, such as a process's state with its whole log. What has
 * not changed since the last time costs a comparison, and its text is not made anew. Nothing is taken from the
 * identity of objects: one that was fine once may have been changed, so every member is read each time.
 */

/** Parts of an object with more members are not kept apart; what is larger is a table, which changes all over. */
const MEMBERS_MAX = 8;
/** How many objects may be around a list whose elements are kept apart. */
const OUTER_MAX = 2;

export class KeptText {
  private readonly last: LastText = { text: '', number: 0 };
  private root = new Part(this.last, 0, '');
  private isBusy = false;

  /** As `encode` of `json.ts`: the same text, and the same errors. */
  encode(value: unknown, path: string): string {
    // A getter of the value may come back here; one that throws leaves this true, which costs nothing but time.
    if (this.isBusy || hasStrangeMembers()) return encode(value, path);
    this.isBusy = true;
    const text = this.root.encode(value, 0);
    this.isBusy = false;
    if (text === null) {
      this.root = new Part(this.last, 0, '');
      return encode(value, path);
    }
    this.last.text = text;
    this.last.number++;
    return text;
  }
}

/** The whole text of the last time, of which the next one takes pieces, and how many there were. */
interface LastText {
  text: string;
  number: number;
}

const plain = {};

/** Whether objects inherit members, which a loop over their members sees and JSON does not. */
function hasStrangeMembers(): boolean {
  for (const _ in plain) return true;
  return false;
}

/**
 * A place in a value, and what stood there the last time. Each part is told where in the whole text its own begins;
 * that is null where something is not JSON.
 */
class Part {
  /** The name of a member as it stands in the text of its object. */
  readonly name: string;
  private readonly last: LastText;
  private readonly depth: number;
  private readonly members = bare<Record<string, Part>>();
  private hasFewMembers = true;
  private list: KeptList | null = null;

  constructor(last: LastText, depth: number, name: string) {
    this.last = last;
    this.depth = depth;
    this.name = name;
  }

  encode(value: unknown, from: number): string | null {
    if (typeof value !== 'object' || value === null) return textOfPrimitive(value);
    if (isArray(value)) return this.textOfList(value, from);
    if (this.depth >= OUTER_MAX || !this.hasFewMembers) return this.textOfWhole(value, from);
    return isPlain(value) ? this.textOfMembers(value as Record<string, unknown>, from) : null;
  }

  private textOfMembers(value: Record<string, unknown>, from: number): string | null {
    let text = '{';
    let count = 0;
    for (const key in value) {
      const member = value[key];
      if (member === undefined) continue;
      if (++count > MEMBERS_MAX) {
        this.hasFewMembers = false;
        return this.textOfWhole(value, from);
      }
      const part = (this.members[key] ??= this.newMember(key));
      text += (count === 1 ? '' : ',') + part.name;
      const textOfMember = part.encode(member, from + text.length);
      if (textOfMember === null) return null;
      text += textOfMember;
    }
    return text + '}';
  }

  private newMember(key: string): Part {
    return new Part(this.last, this.depth + 1, stringify(key) + ':');
  }

  private textOfList(value: readonly unknown[], from: number): string | null {
    if (!isPlain(value)) return null;
    const list = (this.list ??= new KeptList(this.last, this.depth + 1));
    list.begin(from + 1);
    for (let i = 0; i < value.length; i++) if (!list.add(value[i])) return null;
    return '[' + list.end() + ']';
  }

  private textOfWhole(value: object, from: number): string | null {
    const list = (this.list ??= new KeptList(this.last, this.depth));
    list.begin(from);
    return list.add(value) ? list.end() : null;
  }
}

function textOfPrimitive(value: unknown): string | null {
  if (typeof value === 'string') return stringify(value);
  if (typeof value === 'number' ? isFinite(value) : typeof value === 'boolean' || value === null) {
    return '' + value;
  }
  return null;
}

/** Whether an object's JSON text is that of the members that a loop sees: no class adds any. */
function isPlain(value: object): boolean {
  const prototype = getPrototypeOf(value);
  if (prototype !== ObjectPrototype && prototype !== null && !isArray(value)) return false;
  return (value as { toJSON?: unknown }).toJSON === undefined;
}

/** What stands in `tokens` for the beginning of an array or an object, and for the end of either. */
const ARRAY = bare();
const OBJECT = bare();
const END = bare();

/** Values one after another, of which the first ones are mostly those of the last time. */
class KeptList {
  private readonly last: LastText;
  private readonly depth: number;
  /** The values that the text was made of: primitives and keys in their order, between the marks of what holds them. */
  private readonly tokens = bare<Record<number, unknown>>();
  private count = 0;
  /** Where the text of each value ends, counted from the first one's beginning. */
  private readonly ends = bare<Record<number, number>>();
  /** Where they begin in the whole text of this time and of the last, and the number of this one. */
  private from = 0;
  private lastFrom = 0;
  private number = 0;
  /** Values of this time so far, and where their tokens end. */
  private added = 0;
  private at = 0;
  private isSame = true;
  /** Their text, once one is not the same as the last time. */
  private text = '';

  constructor(last: LastText, depth: number) {
    this.last = last;
    this.depth = depth;
  }

  /** The text will begin at `from` in the whole one. */
  begin(from: number): void {
    // What was not in the last text has none to take pieces of.
    if (this.number !== this.last.number) this.count = 0;
    this.number = this.last.number + 1;
    this.lastFrom = this.from;
    this.from = from;
    this.added = 0;
    this.at = 0;
    this.isSame = true;
  }

  /** Returns false when the value is not JSON. */
  add(value: unknown): boolean {
    if (this.isSame) {
      const next = this.added < this.count ? this.match(value, this.at) : -1;
      if (next >= 0) {
        this.at = next;
        this.added++;
        return true;
      }
      this.isSame = false;
      this.count = this.added;
      this.text = this.same();
    }
    const next = this.take(value, this.at, this.depth);
    if (next < 0) return false;
    this.at = next;
    this.text += (this.added === 0 ? '' : ',') + stringify(value);
    this.ends[this.added] = this.text.length;
    this.count = ++this.added;
    return true;
  }

  /** The texts of all values that were added. */
  end(): string {
    this.count = this.added;
    return this.isSame ? this.same() : this.text;
  }

  /** The text of all that was added, as long as it is the same as the last time. */
  private same(): string {
    const { added, lastFrom } = this;
    if (added === 0) return '';
    return sliceOf(this.last.text, lastFrom, lastFrom + (this.ends[added - 1] ?? 0));
  }

  /** Where the tokens of a value end, if they are those that begin at `at`; otherwise -1. */
  private match(value: unknown, at: number): number {
    const { tokens } = this;
    const token = tokens[at];
    if (typeof value !== 'object' || value === null) return value === token ? at + 1 : -1;
    let next = at + 1;
    if (isArray(value)) {
      if (token !== ARRAY || !isPlain(value)) return -1;
      for (let i = 0; i < value.length; i++) {
        const element: unknown = value[i];
        next =
          element === tokens[next] && element !== undefined ? next + 1 : this.match(element, next);
        if (next < 0) return -1;
      }
    } else {
      if (token !== OBJECT || !isPlain(value)) return -1;
      const members = value as Record<string, unknown>;
      for (const key in members) {
        const member = members[key];
        if (member === undefined) continue;
        if (tokens[next] !== key) return -1;
        next = member === tokens[next + 1] ? next + 2 : this.match(member, next + 1);
        if (next < 0) return -1;
      }
    }
    return tokens[next] === END ? next + 1 : -1;
  }

  /** Notes a value's tokens from `at` on; returns where they end, -1 when something in the value is not JSON. */
  private take(value: unknown, at: number, depth: number): number {
    const { tokens } = this;
    if (typeof value !== 'object' || value === null) {
      const isNumber = typeof value === 'number';
      if (isNumber ? !isFinite(value) : typeof value !== 'string' && typeof value !== 'boolean') {
        if (value !== null) return -1;
      }
      tokens[at] = value;
      return at + 1;
    }
    if (depth > NESTING_MAX || !isPlain(value)) return -1;
    let next = at + 1;
    if (isArray(value)) {
      tokens[at] = ARRAY;
      for (let i = 0; i < value.length && next >= 0; i++) {
        next = this.take(value[i], next, depth + 1);
      }
    } else {
      tokens[at] = OBJECT;
      const members = value as Record<string, unknown>;
      for (const key in members) {
        const member = members[key];
        if (member === undefined) continue;
        tokens[next] = key;
        next = this.take(member, next + 1, depth + 1);
        if (next < 0) return -1;
      }
    }
    if (next < 0) return -1;
    tokens[next] = END;
    return next + 1;
  }
}
