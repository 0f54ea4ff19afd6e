import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import type { RaftWorld } from '../raft-world.ts';
import { PATIENCE_MS, type Stage } from './stage.ts';

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
export function bareMajority(
  stage: Stage,
  leader: number,
): { readonly majority: number[]; readonly rest: number[] } {
  const { world } = stage;
  const servers = [leader, ...world.random.shuffle(stage.others(leader))];
  const count = majorityOf(world);
  return { majority: servers.slice(0, count), rest: servers.slice(count) };
}

/** Cuts `servers` off from the rest, and lets `leader` commit this many commands there; the last one. */
export function* commitAmong(
  stage: Stage,
  leader: number,
  servers: readonly number[],
  count: number,
): Steps<{ readonly index: number; readonly command: string } | null> {
  const { world } = stage;
  stage.partition([...servers], stage.others(...servers));
  let started = world.start(leader);
  for (let i = 1; i < count; i++) started = world.start(leader);
  if (started === null) return null;
  const { index } = started;
  const isApplied = (): boolean => servers.every((each) => world.view(each).lastApplied >= index);
  return (yield* until(isApplied, PATIENCE_MS)) ? started : null;
}

/**
 * The same, and one server, by default the leader, hears that they are committed: the others
 * have the entries, which might be lost for all they know.
 */
export function* commitUntold(
  stage: Stage,
  leader: number,
  servers: readonly number[],
  count: number,
  told = leader,
): Steps<{ readonly index: number; readonly command: string } | null> {
  const { world } = stage;
  stage.partition([...servers], stage.others(...servers));
  let last = '"';
  stage.hold = ({ from, to, half }) => {
    return from === leader && half === 'request' && to !== told && stage.hasSaved(to, last);
  };
  let started = world.start(leader);
  for (let i = 1; i < count; i++) started = world.start(leader);
  if (started === null) return null;
  const { index, command } = started;
  last = command;
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
