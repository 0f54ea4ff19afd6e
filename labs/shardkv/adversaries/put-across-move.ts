import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { versionOf, type KvClient } from '../../kv/kv-client.ts';
import { restartAll } from '../scenarios/steps.ts';
import { shardScenario } from '../shard-scenario.ts';
import type { ShardWorld } from '../shard-world.ts';
import { hasGoneOn, haveOnDisk, keysOfShard, moveShard } from './stage.ts';
import { playRounds, useShard, type HandOverStage } from './stage.ts';

const ROUNDS = 4;
const ARRIVAL_ROUNDS = 3;
/** More, because there are three kinds of them. */
const RESTART_ROUNDS = 6;
/** Reads of each key: with 500 bytes allowed, every server snapshots meanwhile. */
const READS = 8;
/** Longer than a put takes that nothing disturbs. */
const ANSWERED_MS = 1_000;

/**
 * A put takes effect, but its client hears nothing; then `meanwhile` happens; then the client tries
 * again. That must not make the put twice, nor deny that it was made.
 */
function* unheardPut(
  { world }: HandOverStage,
  shard: number,
  meanwhile: (other: KvClient) => Steps<void>,
): Steps<boolean> {
  const [deaf, other] = world.clerks;
  const [key] = keysOfShard(shard);
  if (deaf === undefined || other === undefined || key === undefined) return false;
  yield* useShard(other, shard);
  const reply = yield* deaf.get(key);
  const version = versionOf(reply);
  setDeaf(world, deaf, true);
  let isDone = false;
  const between = function* (): Script {
    isDone = yield* hasGoneOn(other, { key, version }, { looks: 50, everyMs: 20 });
    yield* meanwhile(other);
    yield* useShard(other, shard);
    setDeaf(world, deaf, false);
  };
  yield* world.together(deaf.put(key, `${key} unheard at ${world.sim.nowUs}`, version), between());
  yield* useShard(other, shard);
  return isDone;
}

/** The shard moves in between, and the client tries again at the new group. */
function putAcrossMove(stage: HandOverStage, shard: number): Steps<boolean> {
  return unheardPut(stage, shard, function* () {
    yield* moveShard(stage.world, shard, [1, 2]);
  });
}

/**
 * Another shard comes to the group meanwhile, in which the client has put something before, at another
 * group. What is remembered of that is older than what is to be remembered here.
 */
function* putAcrossArrival(stage: HandOverStage, shard: number): Steps<boolean> {
  const { world } = stage;
  const [deaf, other] = world.clerks;
  if (deaf === undefined || other === undefined) return false;
  const arriving = shard + 1;
  const { shards } = yield* world.newest();
  const here = shards[shard] ?? 1;
  if (shards[arriving] === here) yield* moveShard(world, arriving, [1, 2]);
  yield* useShard(deaf, arriving);
  return yield* unheardPut(stage, shard, function* () {
    yield* world.move(arriving, here);
    yield* useShard(other, arriving);
  });
}

/**
 * A leader makes a put and is cut off, and another one leads, before the client hears of it or reaches
 * another server: to the client all of that is one slow round of asking.
 */
function* putAcrossSuccession(stage: HandOverStage, shard: number): Steps<boolean> {
  const { world } = stage;
  const { sim, random } = world;
  const [slow, other] = world.clerks;
  const [key] = keysOfShard(shard);
  if (slow === undefined || other === undefined || key === undefined) return false;
  yield* useShard(other, shard);
  const value = `${key} unheard at ${sim.nowUs}`;
  const reply = yield* slow.get(key);
  const { shards } = yield* world.newest();
  const group = world.group(shards[shard] ?? 1);
  let leader: number | null = null;
  stage.hold(({ from, to, half }) => {
    if (half === 'request') return leader !== null && from === slow.process && group.includes(to);
    // What servers answer before any of them has stored the put is that they do not lead.
    if (to !== slow.process || !group.includes(from) || !haveOnDisk(world, group, value))
      return false;
    leader ??= from;
    return true;
  });
  let isSucceeded = false;
  const succeed = function* (): Script {
    if (yield* until(() => leader !== null, ANSWERED_MS)) {
      stage.separate(leader ?? 0);
      yield* other.get(key);
      isSucceeded = true;
    }
    stage.letGo();
    yield* wait(random.between(150, 600));
    stage.healPartition();
  };
  yield* world.together(slow.put(key, value, versionOf(reply)), succeed());
  yield* useShard(other, shard);
  return isSucceeded;
}

/** Another leads meanwhile, or many others put, or every group goes through a snapshot and a restart. */
function* putAcrossRestart(stage: HandOverStage, shard: number): Steps<boolean> {
  const { world } = stage;
  if (world.random.chance(330_000)) return yield* putAcrossSuccession(stage, shard);
  return yield* unheardPut(stage, shard, function* (other) {
    if (world.random.chance(500_000)) {
      for (const clerk of world.clerks.slice(2)) yield* useShard(clerk, shard);
      return;
    }
    for (let n = 0; n < READS; n++) for (const key of keysOfShard(shard)) yield* other.get(key);
    yield* restartAll(world, world.shardServers, 1);
  });
}

export const putAcrossMoveScenario = shardScenario({
  id: 'put-across-move',
  title: 'a put tried again after its shard has moved',
  part: '5B',
  points: 1,
  kind: 'exploration',
  source: 'what it takes to know a second copy moves with the shard',
  holdsTo: 'What it takes to know a second copy of a put moves with the shard.',
  groups: 2,
  clerks: 2,
  seeds: 4,
  *play(world) {
    yield* world.join(1, 2);
    yield* playRounds(world, {
      id: 'put-across-move',
      count: ROUNDS,
      loadFrom: 2,
      round: putAcrossMove,
    });
  },
});

export const putAcrossArrivalScenario = shardScenario({
  id: 'put-across-arrival',
  title: 'a put tried again after another shard came',
  part: '5B',
  points: 1,
  kind: 'exploration',
  source: 'what it takes to know a second copy outlives what comes with another shard',
  holdsTo:
    'A put is carried out once, and its client is told what became of it, whatever moves meanwhile.',
  groups: 2,
  clerks: 2,
  seeds: 4,
  *play(world) {
    yield* world.join(1, 2);
    yield* playRounds(world, {
      id: 'put-across-arrival',
      count: ARRIVAL_ROUNDS,
      loadFrom: 2,
      round: putAcrossArrival,
    });
  },
});

export const putAcrossRestartScenario = shardScenario({
  id: 'put-across-restart',
  title: 'a put tried again after a restart',
  part: '5B',
  points: 1,
  kind: 'exploration',
  source: 'what it takes to know a second copy outlives snapshots and other clients',
  holdsTo:
    'What it takes to know a second copy of a put outlives other clients, snapshots, restarts and elections.',
  groups: 2,
  clerks: 8,
  maxStateBytes: 500,
  seeds: 4,
  *play(world) {
    yield* world.join(1, 2);
    yield* playRounds(world, {
      id: 'put-across-restart',
      count: RESTART_ROUNDS,
      loadFrom: world.clerks.length,
      round: putAcrossRestart,
    });
  },
});

/** Whether what shard servers answer the clerk is lost on the way. */
function setDeaf(world: ShardWorld, clerk: KvClient, isDeaf: boolean): void {
  const kind = isDeaf ? 'block-link' : 'unblock-link';
  for (const from of world.shardServers) world.sim.inject({ kind, from, to: clerk.process });
}
