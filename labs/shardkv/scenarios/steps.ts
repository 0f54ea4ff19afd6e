import { wait, type Steps } from '../../../harness/scenario/script.ts';
import type { Config } from '../api.ts';
import { sayGroups } from '../change.ts';
import { groupsOf } from '../layout.ts';
import type { ShardWorld } from '../shard-world.ts';

/** Plays with each of `servers` down for a while, one after another. */
export function* eachDown(
  world: ShardWorld,
  servers: readonly number[],
  play: (round: number) => Steps<void>,
): Steps<void> {
  for (const [round, server] of servers.entries()) {
    world.crash(server);
    yield* play(round);
    world.restart(server);
    yield* wait(world.random.between(0, 300));
  }
}

/** Ends the run unless the configuration has exactly these groups, under their servers' names. */
export function expectGroups(world: ShardWorld, config: Config, ...gids: number[]): void {
  const [got, wanted] = [sayGroups(config.groups), sayGroups(groupsOf(world.layout, gids))];
  world.demand(
    got === wanted,
    'groups-as-joined',
    'A configuration has the groups that joined and did not leave, with the servers they joined with.',
    `the groups are ${got || 'none'}`,
    `those that joined and did not leave are ${wanted || 'none'}`,
  );
}

/** Ends the run unless `wanted` changes, all of them answered, have made as many configurations. */
export function expectNumber(world: ShardWorld, { num }: Config, wanted: number): void {
  world.demand(
    num === wanted,
    'one-number-for-each-change',
    'Each change makes one configuration, whose number is one above the last.',
    `the newest configuration has number ${num}; ${wanted} changes were made and answered`,
  );
}

/** 1, 2, ... `count`: the numbers of as many groups. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
