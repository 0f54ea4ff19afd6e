/** The state of the key/value service: values and their versions. */
import type { GetArgs, GetResult, Json, PutArgs, StateMachine } from 'splitbrain/kvraft';

export type KvOp = ({ readonly kind: 'get' } & GetArgs) | ({ readonly kind: 'put' } & PutArgs);

export interface StoredPut {
  readonly err: 'OK' | 'ErrVersion' | 'ErrNoKey';
}

interface Item {
  readonly value: string;
  readonly version: number;
}

export class KeyValueStore implements StateMachine {
  private items = new Map<string, Item>();

  doOp(op: Json): Json {
    const kvOp = op as unknown as KvOp;
    return kvOp.kind === 'get' ? { ...this.get(kvOp) } : { ...this.put(kvOp) };
  }

  snapshot(): Json {
    return [...this.items].map(([key, { value, version }]) => [key, { value, version }]);
  }

  restore(snapshot: Json): void {
    this.items = new Map(snapshot as unknown as [string, Item][]);
  }

  private get({ key }: GetArgs): GetResult {
    const item = this.items.get(key);
    return item === undefined ? { err: 'ErrNoKey' } : { err: 'OK', ...item };
  }

  private put({ key, value, version }: PutArgs): StoredPut {
    const current = this.items.get(key)?.version ?? 0;
    if (current === 0 && version > 0) return { err: 'ErrNoKey' };
    if (current !== version) return { err: 'ErrVersion' };

    this.items.set(key, { value, version: version + 1 });
    return { err: 'OK' };
  }
}
