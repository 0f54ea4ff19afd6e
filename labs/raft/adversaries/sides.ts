import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import type { RaftWorld } from '../raft-world.ts';
import { PATIENCE_MS, type RaftStage, type Started } from './stage.ts';

/** The sizes of a cluster that scenarios of any size take in turn. */
export const SIZES = { least: 3, most: 7 };

/** How many servers a majority has. */
export function majorityOf(world: RaftWorld): number {
  return Math.floor(world.all.length / 2) + 1;
}

/** How many servers would have to be in a bare majority and on the other side for that to be one too. */
export function missingVotes(world: RaftWorld): number {
  return 2 * majorityOf(world) - world.all.length;
}

/** Some bare majority that `leader` is the first of, and the rest. */
export function splitByBareMajority(
  stage: RaftStage,
  leader: number,
): { readonly majority: number[]; readonly rest: number[] } {
  const { world } = stage;
  const servers = [leader, ...world.random.shuffle(stage.others(leader))];
  const count = majorityOf(world);
  return { majority: servers.slice(0, count), rest: servers.slice(count) };
}

/** Cuts `servers` off from the rest, and lets `leader` commit this many commands there; the last one. */
export function* commitAmong(
  stage: RaftStage,
  leader: number,
  servers: readonly number[],
  count: number,
): Steps<Started | null> {
  stage.partition(servers, stage.others(...servers));
  const started = stage.give(leader, count);
  if (started === null) return null;
  return (yield* stage.applies(servers, started.index)) ? started : null;
}

/** The same of just so many that all of them take a snapshot then, which whoever missed them needs. */
export function* commitSnapshot(
  stage: RaftStage,
  leader: number,
  servers: readonly number[],
  every: number,
): Steps<Started | null> {
  const { world } = stage;
  // Some Rafts keep a few entries from before a snapshot; only one further behind needs it.
  let count = world.random.between(12, 15);
  while ((world.view(leader).lastApplied + count) % every !== 0) count++;
  const committed = yield* commitAmong(stage, leader, servers, count);
  if (committed === null) return null;
  const isShort = (each: number): boolean => stage.snapshotOf(each) >= committed.index;
  return (yield* until(() => servers.every(isShort), PATIENCE_MS)) ? committed : null;
}

/**
 * A follower has one snapshot, is cut off, and misses the next one, of three servers; returns where that
 * ends, or null if it did not come to it.
 */
export function* missSnapshot(
  stage: RaftStage,
  leader: number,
  follower: number,
  every: number,
): Steps<number | null> {
  const first = stage.giveUpTo(leader, 1, every)?.index ?? every;
  if (!(yield* stage.applies([follower], first))) return null;
  stage.cut(follower);
  // Some Rafts keep a few entries from before a snapshot; only one further behind needs it.
  const last = stage.giveUpTo(leader, stage.world.random.between(12, 15), every);
  if (last === null) return null;
  return (yield* stage.spreads(last.index, 2)) ? last.index : null;
}

/**
 * The same, and one server, by default the leader, hears that they are committed: the others
 * have the entries, which might be lost for all they know.
 */
export function* commitUntold(
  stage: RaftStage,
  leader: number,
  servers: readonly number[],
  count: number,
  told = leader,
): Steps<Started | null> {
  const { world } = stage;
  stage.partition(servers, stage.others(...servers));
  const started = stage.give(leader, count);
  if (started === null) return null;
  const { index, command } = started;
  stage.hold(({ from, to, half }) => {
    return from === leader && half === 'request' && to !== told && stage.hasSaved(to, command);
  });
  // Those who know that it is committed may have a snapshot in place of it by now.
  const isUntold = (each: number): boolean =>
    each === leader || each === told || stage.hasSaved(each, command);
  const isCommitted = (): boolean =>
    world.view(told).lastApplied >= index && servers.every(isUntold);
  return (yield* until(isCommitted, PATIENCE_MS)) ? started : null;
}

/** Servers by their numbers, as a sentence has them. */
export function inOrder(servers: readonly number[]): string {
  return servers.toSorted((a, b) => a - b).join(', ');
}
