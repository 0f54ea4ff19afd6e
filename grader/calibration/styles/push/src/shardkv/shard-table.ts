/** A group's state machine: a slot for every shard, which controllers fill, freeze and empty. */
import { SHARDS, shardOf, type Json } from 'splitbrain/shardkv';
import type { StateMachine } from 'splitbrain/kvraft';
import type { Contents, GetAnswer, PutAnswer, PutArgs, PutErr, Step } from './messages.ts';

export type TableOp =
  | { readonly get: string }
  | { readonly put: PutArgs }
  | { readonly freeze: Step }
  | { readonly install: Step & { readonly contents: Contents } }
  | { readonly drop: Step };

interface Slot {
  /** The number of the last step that this shard made here. A step with an older one comes too late. */
  num: number;
  status: 'absent' | 'serving' | 'frozen';
  contents: Contents;
}

export class ShardTable implements StateMachine {
  private slots: Slot[] = Array.from({ length: SHARDS }, () => ({
    num: 0,
    status: 'absent',
    contents: nothing(),
  }));

  doOp(op: Json): Json {
    const operation = op as unknown as TableOp;
    if ('get' in operation) return this.get(operation.get);
    if ('put' in operation) return this.put(operation.put);
    if ('freeze' in operation) return this.freeze(operation.freeze) as unknown as Json;
    if ('install' in operation) this.install(operation.install);
    else this.drop(operation.drop);
    return null;
  }

  snapshot(): Json {
    return this.slots as unknown as Json;
  }

  restore(snapshot: Json): void {
    this.slots = structuredClone(snapshot) as unknown as Slot[];
  }

  private get(key: string): GetAnswer {
    const slot = this.slot(shardOf(key));
    if (slot.status !== 'serving') return { err: 'ErrWrongGroup' };
    const entry = slot.contents.entries[key];
    return entry === undefined ? { err: 'ErrNoKey' } : { err: 'OK', ...entry };
  }

  private put(args: PutArgs): PutAnswer {
    const slot = this.slot(shardOf(args.key));
    if (slot.status !== 'serving') return { err: 'ErrWrongGroup' };
    const { entries, sessions } = slot.contents;
    const last = sessions[args.client];
    // For a copy that is older still, nobody waits any more: what it is told does not matter.
    if (last !== undefined && args.sequence <= last.sequence) return { err: last.err };
    const err = write(entries, args);
    sessions[args.client] = { sequence: args.sequence, err };
    return { err };
  }

  private freeze({ num, shard }: Step): Contents | null {
    const slot = this.slot(shard);
    if (slot.num < num) Object.assign(slot, { num, status: 'frozen' });
    return slot.num === num && slot.status === 'frozen' ? slot.contents : null;
  }

  private install({ num, shard, contents }: Step & { readonly contents: Contents }): void {
    const slot = this.slot(shard);
    if (slot.num >= num) return;
    Object.assign(slot, { num, status: 'serving', contents: structuredClone(contents) });
  }

  private drop({ num, shard }: Step): void {
    const slot = this.slot(shard);
    if (slot.num !== num || slot.status !== 'frozen') return;
    Object.assign(slot, { status: 'absent', contents: nothing() });
  }

  private slot(shard: number): Slot {
    const slot = this.slots[shard];
    if (slot === undefined) throw new Error(`there is no shard ${shard}`);
    return slot;
  }
}

function nothing(): Contents {
  return { entries: {}, sessions: {} };
}

function write(entries: Contents['entries'], { key, value, version }: PutArgs): PutErr {
  const entry = entries[key];
  if (entry === undefined && version > 0) return 'ErrNoKey';
  if ((entry?.version ?? 0) !== version) return 'ErrVersion';
  entries[key] = { value, version: version + 1 };
  return 'OK';
}
