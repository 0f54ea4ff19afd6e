import { nameOf } from '../../../harness/vocabulary/role.ts';
import { wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import type { KvClient } from '../../kv/kv-client.ts';
import { kvLoad, readAll, type KvLoad } from '../../kv/kv-load.ts';
import { overrun } from '../../../harness/scenario/verdicts.ts';
import { shardOf, type Config } from '../api.ts';
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
    {
      id: 'groups-as-joined',
      sentence:
        'A configuration has the groups that joined and did not leave, with the servers they joined with.',
    },
    `the groups are ${got || 'none'}`,
    `those that joined and did not leave are ${wanted || 'none'}`,
  );
}

/** Ends the run unless `wanted` changes, all of them answered, have made as many configurations. */
export function expectNumber(world: ShardWorld, { num }: Config, wanted: number): void {
  world.demand(
    num === wanted,
    {
      id: 'one-number-for-each-change',
      sentence: 'Each change makes one configuration, whose number is one above the last.',
    },
    `the newest configuration has number ${num}; ${wanted} changes were made and answered`,
  );
}

/** 1, 2, ... `count`: the numbers of as many groups. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

/** As many keys, k0 and on; they spread over the shards. */
export function keys(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `k${i}`);
}

/** The first clerk writes every key for the first time. */
export function* writeAll(
  { clerk }: ShardWorld,
  all: readonly string[],
  valueBytes = 0,
): Steps<void> {
  for (const key of all) yield* clerk.put(key, `first of ${key}`.padEnd(valueBytes, '.'), 0);
}

/** Every key gets a new value, under the version that was read. */
export function* update({ clerk }: ShardWorld, all: readonly string[]): Steps<void> {
  for (const key of all) {
    const reply = yield* clerk.get(key);
    if (reply?.err === 'OK') yield* clerk.put(key, `${reply.version + 1} of ${key}`, reply.version);
  }
}

/** Every key is read, by the clerks in turn; then all that clients have seen so far is judged. */
export function* checkAll(world: ShardWorld, all: readonly string[]): Steps<void> {
  const { clerks } = world;
  const shares = clerks.map((_, i) => all.filter((_key, n) => n % clerks.length === i));
  yield* world.together(...clerks.map((clerk, i) => readAll(clerk, shares[i] ?? [])));
  world.demandLinearizable();
}

/** Longer than any scenario lasts. */
const FOREVER_US = 3_600_000_000;

/** Every clerk at work on these keys until `going` is over. */
export function load(
  { clerks, random }: ShardWorld,
  all: readonly string[],
  going: { readonly isOver: boolean },
): Script[] {
  const each: KvLoad = {
    keys: all,
    thinkMs: [0, 30],
    getPercent: 40,
    get untilUs() {
      return going.isOver ? 0 : FOREVER_US;
    },
  };
  return clerks.map((clerk) => kvLoad(clerk, random, each));
}

/** The clerk of this index, where there is one for each key. */
export function clerkOf({ clerks }: ShardWorld, index: number): KvClient {
  const clerk = clerks[index];
  if (clerk === undefined)
    throw new Error(`the scenario has ${clerks.length} clerks; one more is needed`);
  return clerk;
}

/**
 * With some groups down, exactly the keys of the others' shards are answered within two seconds, one
 * clerk for each key. Gets of the other keys go on; `after` plays, and then they must be answered too.
 */
export function* onlyServed(
  world: ShardWorld,
  all: readonly string[],
  gidsUp: readonly number[],
  after: () => Steps<void>,
): Steps<void> {
  const { shards } = yield* world.newest();
  const answered = new Set<string>();
  const gets = all.map(function* (key, i): Script {
    yield* clerkOf(world, i).get(key);
    answered.add(key);
  });
  const judge = function* (): Script {
    yield* wait(2_000);
    const served = all.filter((key) => gidsUp.includes(shards[shardOf(key)] ?? 0));
    world.demand(
      all.every((key) => answered.has(key) === served.includes(key)),
      {
        id: 'served-by-its-own-group',
        sentence:
          'A key is served while the group of its shard is up, whatever became of other groups, and by no other group.',
      },
      `groups that are up: ${gidsUp.join(', ')}; they have the shards of ${served.join(', ')}`,
      `answered within 2 s: ${[...answered].join(', ') || 'none'}`,
    );
    yield* after();
  };
  yield* world.together(...gets, judge());
}

/** Takes servers down, all of them at once, for `downMs`. */
export function* restartAll(
  world: ShardWorld,
  servers: readonly number[],
  downMs: number,
): Steps<void> {
  world.crash(...servers);
  yield* wait(downMs);
  world.restart(...servers);
}

/** 6.5840's limit: state that is saved outside the snapshot, in multiples of what asks for one. */
const STATE_TIMES_MAX = 8;

/** Ends the run when a shard server keeps more Raft state than its snapshots should leave. */
export function expectSmallState(world: ShardWorld): void {
  const { sim, layout } = world;
  if (layout.maxStateBytes === null) return;
  const bytesMax = STATE_TIMES_MAX * layout.maxStateBytes;
  for (const server of world.shardServers) {
    const { stateBytes } = sim.disk(server);
    if (stateBytes <= bytesMax) continue;
    const name = nameOf(sim.processes, server);
    overrun(sim, `${name} keeps ${stateBytes} bytes of Raft state, and may keep ${bytesMax}`);
  }
}

/** Cuts a server off from others, and from nothing else; or undoes that. */
export function isolate(
  { sim }: ShardWorld,
  server: number,
  others: readonly number[],
  isApart: boolean,
): void {
  const kind = isApart ? 'block-link' : 'unblock-link';
  for (const other of others) {
    if (other === server) continue;
    sim.inject({ kind, from: server, to: other });
    sim.inject({ kind, from: other, to: server });
  }
}

/** Cuts a controller off from the other controllers, and from nothing else; or undoes that. */
export function setApart(world: ShardWorld, old: number, isApart: boolean): void {
  isolate(world, old, world.controllers, isApart);
}

/**
 * Lets a controller that was set apart come back within `withinMs`. Nobody may be made to wait for
 * more than that: who has asked it for something waits for as long as it cannot lead and does not
 * know it.
 */
export function* rejoin(world: ShardWorld, old: number, withinMs: number): Steps<void> {
  yield* wait(world.random.between(Math.round(withinMs / 3), withinMs));
  setApart(world, old, false);
}
