import { LAB_KEY_START } from '../../../harness/vocabulary/server.ts';
import { boot } from './given.ts';
import { encode } from './json.ts';
import { put } from './outbox.ts';
import {
  freeze,
  getPrototypeOf,
  keysOf,
  ObjectPrototype,
  parse,
  privateMap,
  RealError,
  stringify,
} from './primordials.ts';
import { bytesOf } from './size.ts';
import { SortedKeys, startsWith } from './sorted-keys.ts';
import { show } from './words.ts';

type Records = Readonly<Record<string, unknown>>;

/** What is on the disk: JSON texts by their keys. */
const texts = privateMap<string, string>();
const stored = new SortedKeys();
/** Bytes of the keys and texts that are the student's. */
let bytes = 0;

for (let i = 0; i < boot.records.length; i++) {
  const record = boot.records[i];
  if (record !== undefined) setText(record[0], record[1]);
}

/** The student's records, beside which there may be those of the lab. */
export const store = freeze({
  get(key: unknown): unknown {
    return read(studentKey(key, 'store.get()'));
  },
  keys(prefix: unknown = ''): string[] {
    return stored.withPrefix(studentKey(prefix, 'store.keys()'), LAB_KEY_START);
  },
  write(records: unknown): void {
    const changes = new Changes();
    changes.add(records, 'store.write', studentKey);
    changes.carryOut();
  },
  get bytes(): number {
    return bytes;
  },
});

/** The lab's own records, for a program of the lab. */
export const labRecords = freeze({
  get(key: unknown): unknown {
    return read(labKey(key, 'labRecords.get()'));
  },
  keys(prefix: unknown = LAB_KEY_START): string[] {
    return stored.withPrefix(labKey(prefix, 'labRecords.keys()'));
  },
  /** Changes records of the lab and of the student together. */
  write(ofLab: unknown, ofStudent: unknown = {}): void {
    const changes = new Changes();
    changes.add(ofLab, 'labRecords.write', labKey);
    changes.add(ofStudent, 'store.write', studentKey);
    changes.carryOut();
  },
});

/** Changes that are all found to be right before any of them is made. */
class Changes {
  private readonly keys = new SortedKeys();
  private readonly texts = privateMap<string, string>();

  /** `checked` returns the key, or throws. */
  add(records: unknown, name: string, checked: typeof studentKey): void {
    const members = plainObject(records, name);
    const keys = keysOf(members);
    for (let i = 0; i < keys.length; i++) {
      const key = checked(keys[i], name + '()');
      const value = members[key];
      if (value !== undefined) this.texts.set(key, encode(value, name + ' ' + stringify(key)));
      this.keys.add(key);
    }
  }

  carryOut(): void {
    if (this.keys.count === 0) return;
    let all = '';
    for (let i = 0; i < this.keys.count; i++) {
      const key = this.keys.at(i);
      const text = this.texts.get(key) ?? null;
      setText(key, text);
      // A text within a text: of an array, the engine would ask the student's `toJSON`.
      all += (i ? ',[' : '[[') + stringify(key) + ',' + stringify(text) + ']';
    }
    put('write', 0, 0, all + ']', '');
  }
}

function setText(key: string, text: string | null): void {
  const old = texts.get(key);
  if (!startsWith(key, LAB_KEY_START)) {
    if (old !== undefined) bytes -= bytesOf(key) + bytesOf(old);
    if (text !== null) bytes += bytesOf(key) + bytesOf(text);
  }
  if (text === null) {
    texts.delete(key);
    stored.remove(key);
    return;
  }
  texts.set(key, text);
  if (old === undefined) stored.add(key);
}

function read(key: string): unknown {
  const text = texts.get(key);
  return text === undefined ? undefined : parse(text);
}

function studentKey(key: unknown, call: string): string {
  const text = textKey(key, call);
  if (!startsWith(text, LAB_KEY_START)) return text;
  throw new RealError(
    call +
      ' got the key ' +
      stringify(text) +
      ', but keys that begin with ' +
      LAB_KEY_START +
      " are the lab's; choose another",
  );
}

function labKey(key: unknown, call: string): string {
  const text = textKey(key, call);
  if (startsWith(text, LAB_KEY_START)) return text;
  throw new RealError(
    call + ' takes keys that begin with ' + LAB_KEY_START + '; it got ' + stringify(text),
  );
}

function textKey(key: unknown, call: string): string {
  if (typeof key === 'string') return key;
  throw new RealError(call + ' takes a string as a key; it got ' + show(key));
}

function plainObject(records: unknown, name: string): Records {
  if (typeof records === 'object' && records !== null) {
    const prototype = getPrototypeOf(records);
    if (prototype === ObjectPrototype || prototype === null) return records as Records;
  }
  throw new RealError(
    name + "() takes a plain object of records, such as { 'a': 1 }; it got " + show(records),
  );
}
