import { bare, listOf, sliceOf } from './primordials.ts';

/** Keys in ascending order, each once, as their UTF-16 units compare. */
export class SortedKeys {
  count = 0;
  private readonly keys = bare<Record<number, string>>();

  /** The key at a place; the last place is `count - 1`. */
  at(index: number): string {
    return this.keys[index] ?? '';
  }

  /** Adds a key that may be there already. */
  add(key: string): void {
    const { keys } = this;
    const index = this.placeOf(key);
    if (index < this.count && keys[index] === key) return;
    for (let i = this.count++; i > index; i--) keys[i] = this.at(i - 1);
    keys[index] = key;
  }

  /** Removes a key, if it is there. */
  remove(key: string): void {
    const { keys } = this;
    const index = this.placeOf(key);
    if (index === this.count || keys[index] !== key) return;
    this.count--;
    for (let i = index; i < this.count; i++) keys[i] = this.at(i + 1);
    delete keys[this.count];
  }

  /** The keys that begin with `prefix`, but not with `except`, as an array of the student's. */
  withPrefix(prefix: string, except?: string): string[] {
    const found = bare<Record<number, string> & { length: number }>();
    found.length = 0;
    for (let i = this.placeOf(prefix); i < this.count; i++) {
      const key = this.at(i);
      if (!startsWith(key, prefix)) break;
      if (except === undefined || !startsWith(key, except)) found[found.length++] = key;
    }
    return listOf(found);
  }

  /** Place of the first key that is not less. */
  private placeOf(key: string): number {
    let from = 0;
    let to = this.count;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.at(middle) < key) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

export function startsWith(text: string, start: string): boolean {
  return sliceOf(text, 0, start.length) === start;
}
