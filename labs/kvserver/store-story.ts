import type { Past } from '../../harness/story/narrator.ts';
import { nameOf, type Member } from '../../harness/vocabulary/role.ts';
import type { Effect } from '../../harness/vocabulary/server.ts';
import { seconds } from '../../harness/vocabulary/time.ts';
import { fieldsOf } from '../../harness/clients/shape-error.ts';

/** Keys told at the end: those that were written last, and a lock has one. */
const KEYS_TOLD = 3;
/** Characters of a value that are told. */
const VALUE = 40;

interface Written {
  readonly value: string;
  readonly version: number;
  readonly by: string;
  readonly atUs: number;
}

/** What the store holds, by the puts that it said OK to. */
export class StoreStory {
  private readonly members: readonly Member[];
  /** By key, the one written last at the end. */
  private readonly written = new Map<string, Written>();

  constructor(members: readonly Member[]) {
    this.members = members;
  }

  /** Takes everything that processes do. */
  answered(atUs: number, effect: Effect, past: Past): void {
    if (effect.kind !== 'respond') return;
    const request = past.request(effect.call);
    if (request?.method !== 'put' || fieldsOf(JSON.parse(effect.reply))['err'] !== 'OK') return;
    const { key, value, version } = fieldsOf(JSON.parse(request.args));
    if (typeof key !== 'string' || typeof version !== 'number') return;
    const by = nameOf(this.members, request.from);
    this.written.delete(key);
    this.written.set(key, { value: JSON.stringify(value), version: version + 1, by, atUs });
  }

  tell(): string[] {
    if (this.written.size === 0) return ['The server has accepted no put.'];
    return [...this.written].slice(-KEYS_TOLD).map(([key, { value, version, by, atUs }]) => {
      const what = value.length <= VALUE ? value : `${value.slice(0, VALUE - 2)}..`;
      return (
        `The last put of "${key}" that was accepted came from ${by}, at ${seconds(atUs)}: ` +
        `the key holds ${what}, at version ${version}.`
      );
    });
  }
}
