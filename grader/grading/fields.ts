import { nearest } from './nearest.ts';

/**
 * Reads the members of an object that a person wrote, and collects what is wrong with them, so that all of it
 * can be told at once. A member that was never asked for is unknown.
 */
export class Fields {
  private readonly value: Readonly<Record<string, unknown>>;
  private readonly path: string;
  private readonly known = new Set<string>();
  private readonly wrong: string[];
  private readonly children = new Map<string, Fields>();

  constructor(value: unknown, path = '', wrong: string[] = []) {
    this.path = path;
    this.wrong = wrong;
    const isRight = typeof value === 'object' && value !== null && !Array.isArray(value);
    this.value = isRight ? (value as Record<string, unknown>) : {};
    if (value === null && path === '')
      wrong.push('the file is empty; it needs `assignment: NAME` at least');
    else if (!isRight)
      wrong.push(`${path || 'the file'} must have keys and values; it is ${show(value)}`);
  }

  /** Everything that was wrong, unknown keys last. */
  mistakes(): string[] {
    return [...this.wrong, ...this.unknown()];
  }

  text(key: string): string | null {
    const value = this.take(key);
    if (value === null || (typeof value === 'string' && value.trim() !== '')) return value;
    // A name such as 2027 is a number to YAML.
    if (typeof value === 'number') return String(value);
    return this.expect(key, 'a text');
  }

  flag(key: string): boolean | null {
    const value = this.take(key);
    if (value === null || typeof value === 'boolean') return value;
    return this.expect(key, 'true or false');
  }

  number(key: string, least: number, most: number, kind?: 'whole'): number | null {
    const value = this.take(key);
    if (value === null) return null;
    const isRight = typeof value === 'number' && value >= least && value <= most;
    if (isRight && (kind === undefined || Number.isInteger(value))) return value;
    return this.expect(
      key,
      `a ${kind === undefined ? '' : 'whole '}number from ${least} to ${most}`,
    );
  }

  /** One of these words; `or` says in a message what else may stand there. */
  oneOf<Word extends string>(key: string, words: readonly Word[], or = ''): Word | null {
    const value = this.take(key);
    if (value === null) return null;
    return (
      words.find((each) => each === value) ?? this.expect(key, `${words.join(' or ')}${or}`, value)
    );
  }

  /** A list of known words, each once. */
  listOf(key: string, words: readonly string[]): string[] | null {
    const value = this.take(key);
    if (value === null) return null;
    if (!Array.isArray(value) || value.length === 0)
      return this.expect(key, 'a list, such as [a, b]');
    const strange = value.find((each) => !words.includes(String(each)));
    if (strange !== undefined) return this.expect(key, words.join(', '), strange);
    return [...new Set(value.map(String))];
  }

  isObject(key: string): boolean {
    const value = this.value[key];
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  }

  /** The members of an object in it; null when it has none of that name. */
  inside(key: string): Fields | null {
    const value = this.take(key);
    if (value === null) return null;
    const inside = new Fields(value, this.at(key), this.wrong);
    this.children.set(key, inside);
    return inside;
  }

  need<Value>(key: string, value: Value | null): Value | null {
    if (this.value[key] === undefined) this.wrong.push(`${this.at(key)} is missing`);
    return value;
  }

  blame(key: string, words: string): void {
    this.wrong.push(`${this.at(key)}: ${words}`);
  }

  /** Says what was expected in the place of what is there. */
  expect(key: string, words: string, value: unknown = this.value[key]): null {
    const choices = words.split(/, | or /).filter((each) => /^[\w-]+$/.test(each));
    const near = typeof value === 'string' ? nearest(value, choices) : null;
    const hint = near === null ? '' : `. Did you mean ${near}?`;
    this.wrong.push(`${this.at(key)} must be ${words}; it is ${show(value)}${hint}`);
    return null;
  }

  private take(key: string): unknown {
    this.known.add(key);
    return this.value[key] ?? null;
  }

  private at(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }

  private unknown(): string[] {
    const known = [...this.known];
    const own = Object.keys(this.value)
      .filter((key) => !this.known.has(key))
      .map((key) => {
        const near = nearest(key, known);
        const hint = near === null ? `there are ${known.join(', ')}` : `did you mean ${near}?`;
        return `${this.at(key)} is unknown; ${hint}`;
      });
    return [...own, ...[...this.children.values()].flatMap((each) => each.unknown())];
  }
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}
