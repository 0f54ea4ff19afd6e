import type { Json } from '../check/history/operation.ts';
import type { Effect, RecordChange, StoredRecord } from '../vocabulary/server.ts';

/** The disk of a native process: records, as a student's `node.store` has them. */
export class NativeStore {
  private readonly texts: Map<string, string>;
  private readonly put: (effect: Effect) => void;

  constructor(records: readonly StoredRecord[], put: (effect: Effect) => void) {
    this.texts = new Map(records);
    this.put = put;
  }

  /** The value under a key; undefined when there is none. */
  get<Value extends Json>(key: string): Value | undefined {
    const text = this.texts.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as Value);
  }

  /** The keys that begin with `prefix`, in ascending order. */
  keys(prefix = ''): string[] {
    return [...this.texts.keys()].filter((key) => key.startsWith(prefix)).toSorted();
  }

  /** Changes records in one effect; undefined removes one. */
  write(records: Readonly<Record<string, Json | undefined>>): void {
    const changes = Object.entries(records).map(([key, value]): RecordChange => {
      return [key, value === undefined ? null : JSON.stringify(value)];
    });
    for (const [key, text] of changes) {
      if (text === null) this.texts.delete(key);
      else this.texts.set(key, text);
    }
    this.put({ kind: 'write', records: changes.toSorted(([a], [b]) => (a < b ? -1 : 1)) });
  }
}
