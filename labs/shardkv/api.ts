/** Lab 5, the sharded key/value store: everything that a student's shard servers, controllers and clerks import. */

export { sleep, type Json, type Node, type Peer, type Persister } from '../node.ts';

/** Keys are divided into this many shards (6.5840's NShards of 2025). */
export const SHARDS = 12;

/** The shard that `key` belongs to, 0 to SHARDS - 1. Servers and clerks must agree on it, so it is given. */
export function shardOf(key: string): number {
  // FNV-1a: keys that differ in one letter land in different shards.
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % SHARDS;
}

/** Groups by number, each with the names of its servers: what an admin lets join. */
export type Groups = Readonly<Record<string, readonly string[]>>;

/** Who serves which shard. Once a number is decided, its configuration never changes. */
export interface Config {
  /** Counts configurations. Number 0 has no groups, and every shard at group 0, which is nobody. */
  readonly num: number;
  /** The group of each shard, by shard; 0 while there is no group to serve it. */
  readonly shards: readonly number[];
  /** The servers of each group that has joined and not left. Group numbers are 1 and above. */
  readonly groups: Groups;
}

/** What a shard controller is started with. */
export interface ControllerOptions {
  /** Raft state, in bytes, at which the replicated state machine takes a snapshot; null for never. */
  readonly maxStateBytes: number | null;
}

/** What a server of a shard group is started with. */
export interface ShardServerOptions {
  /** The number of its group, whatever configurations it is in. */
  readonly gid: number;
  /** The names of the shard controllers. */
  readonly controllers: readonly string[];
  /** Raft state, in bytes, at which the replicated state machine takes a snapshot; null for never. */
  readonly maxStateBytes: number | null;
}

/**
 * What an administrator asks of the controllers. Each join, leave and move takes effect exactly once,
 * in a configuration of its own, and resolves when that is decided; it waits for no shard to move.
 * Join and leave spread the shards over the groups as evenly as can be, and move as few as that takes.
 */
export interface Admin {
  /** Adds groups, none of which is in the newest configuration. */
  join(groups: Groups): Promise<void>;
  /** Takes groups away, all of which are in the newest configuration. */
  leave(gids: readonly number[]): Promise<void>;
  /** Returns one shard to a group of the newest configuration, and changes nothing else. */
  move(shard: number, gid: number): Promise<void>;
  /**
   * The configuration numbered `num`; the newest one for -1, or for a number above its own. What
   * another call has decided before this one begins is never missing from the newest.
   */
  query(num: number): Promise<Config>;
}

/**
 * A client of the whole store is a clerk as in Lab 4, only that it finds the group of each key first. A
 * call goes on until some group has answered it.
 */
export type { Clerk, GetResult, PutResult } from '../kvraft/api.ts';
