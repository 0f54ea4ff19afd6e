import type { Json } from '../../harness/check/history/operation.ts';
import { fieldsOf, isCount } from '../../harness/clients/shape-error.ts';
import { SHARDS } from './api.ts';
import { changeOf, gidsOf, sayChange, type Change } from './change.ts';

/** A configuration, as somebody was told it. */
export interface Known {
  readonly num: number;
  readonly shards: readonly number[];
}

/** A shard's group, as far as it can be known from outside, and how it is known. */
export interface Ownership {
  /** 0 for nobody; null where nothing tells. */
  readonly gid: number | null;
  readonly words: string;
}

/** Who has which shard: by what controllers answer to anybody, and by the changes that admins made since. */
export class KnownOwners {
  private newest: Known | null = null;
  /** Changes that have returned, in order. Each makes one configuration. */
  private readonly made: Change[] = [];
  private readonly joined = new Set<number>();

  /** Takes an answer that may hold a configuration, in whatever the student has put around it. */
  hear(answer: unknown): void {
    for (const { num, shards } of configsIn(answer)) {
      if (num > (this.newest?.num ?? -1)) this.newest = { num, shards };
    }
  }

  /** An admin's call of this method has returned. */
  change(method: string, args: readonly Json[]): void {
    const change = changeOf(method, args);
    this.made.push(change);
    for (const gid of gidsOf(change)) {
      if (change.kind === 'join') this.joined.add(gid);
      if (change.kind === 'leave') this.joined.delete(gid);
    }
  }

  ownerOf(shard: number): Ownership {
    const { newest, joined } = this;
    const since = this.made.slice(newest?.num ?? 0);
    const told = since.map(sayChange).join(', ');
    const [only] = joined;
    if (only !== undefined && joined.size === 1 && since.length > 0) {
      return { gid: only, words: `the only one that has joined, after ${told}` };
    }
    const move = since.findLast((change) => change.kind === 'move' && change.shard === shard);
    if (move?.kind === 'move' && move === since.at(-1)) {
      return { gid: move.gid, words: `since ${sayChange(move)}` };
    }
    const gid = newest?.shards[shard];
    if (newest === null || gid === undefined) {
      const groups = [...joined].join(', ') || 'none';
      return { gid: null, words: `the groups that have joined are ${groups}` };
    }
    const words = `in configuration ${newest.num}, the newest that the controllers told anybody`;
    return { gid, words: since.length === 0 ? words : `${words}; after it came ${told}` };
  }
}

/** The configurations in a message, in whatever the student has put around them. */
export function configsIn(value: unknown): Known[] {
  if (typeof value !== 'object' || value === null) return [];
  const { num, shards } = fieldsOf(value);
  const isConfig =
    isCount(num) && Array.isArray(shards) && shards.length === SHARDS && shards.every(isCount);
  const inner = Object.values(value).flatMap(configsIn);
  return isConfig ? [{ num, shards }, ...inner] : inner;
}
