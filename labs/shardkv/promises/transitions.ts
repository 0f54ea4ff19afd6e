import type { Config } from '../api.ts';
import type { AdminFact } from '../fact.ts';

/** Two configurations that follow one another. */
export interface Transition {
  readonly before: Config;
  readonly after: Config;
  /** When the later of the two came to be known. */
  readonly atUs: number;
}

/** What is known before any admin has asked: configuration 0. */
export function initialConfig(shards: number): Config {
  return { num: 0, shards: Array.from({ length: shards }, () => 0), groups: {} };
}

/** Returns a function that takes facts and returns the transitions that each of them completes. */
export function trackTransitions(initial: Config): (fact: AdminFact) => Transition[] {
  const known = new Map<number, Config>([[0, initial]]);
  return (fact) => {
    if (fact.kind !== 'query-answered' || known.has(fact.config.num)) return [];
    const { config, atUs } = fact;
    known.set(config.num, config);
    const before = known.get(config.num - 1);
    const after = known.get(config.num + 1);
    return [
      ...(before === undefined ? [] : [{ before, after: config, atUs }]),
      ...(after === undefined ? [] : [{ before: config, after, atUs }]),
    ];
  };
}

/** The groups that a transition adds or takes away; both empty where it moves a shard at most. */
export function groupChanges({ before, after }: Transition): {
  readonly added: readonly string[];
  readonly removed: readonly string[];
} {
  return {
    added: Object.keys(after.groups).filter((gid) => !(gid in before.groups)),
    removed: Object.keys(before.groups).filter((gid) => !(gid in after.groups)),
  };
}
