import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { kvRaftScenario } from '../kv-scenario.ts';
import type { KvRaftWorld } from '../kv-world.ts';
import { overwrite } from './overwrite.ts';
import { BEAT_MS, PATIENCE_MS, playRounds, type KvRaftStage } from './stage.ts';
import { castOf, CLERKS, cutOff, KEY, staleRead } from './stale-read.ts';

/** How often a server stands whom nobody votes for, before the leader is cut off for longer. */
const TRIES_MAX = 3;
/** Time enough for an election with two rounds of questions. */
const ELECTION_MS = 50;

/**
 * One follower does not hear the leader, and stands, while the other one has just answered the leader.
 * That one may vote: then the leader is cut off from it too, and hears of nothing. It may have restarted
 * right before, so that it does not know whom it has answered.
 */
function* oneLink(world: KvRaftWorld, stage: KvRaftStage, deaf: number): Steps<boolean> {
  const { cluster } = world;
  const cast = castOf(world);
  // The server that will lead has led before, so that writers go there at once.
  for (const writer of cast.writers) yield* overwrite(writer, KEY);
  const old = cluster.random.pick(cluster.others(deaf));
  if (!(yield* stage.makeLeader(old))) return false;
  const [voter = old] = cluster.others(old, deaf);
  const isRestart = cluster.random.chance(400_000);
  const isElected = (): boolean => cluster.leader([deaf, voter]) !== null;

  const stands = function* (): Steps<boolean> {
    const question = { from: deaf, to: voter, half: 'request' } as const;
    stage.holdNothing();
    const stood = yield* stage.arrival(question, { hold: isRestart, withinMs: PATIENCE_MS });
    if (stood === null) return false;
    cutOff(world, cast, [old]);
    if (isRestart) {
      cluster.crash(voter);
      yield* wait(1);
      cluster.restart(voter);
    }
    stage.letGo();
    return yield* until(isElected, ELECTION_MS);
  };
  return yield* staleRead(world, stage, {
    cast,
    old,
    isBusy: false,
    *depose(isCutOff) {
      stage.hurry(deaf);
      yield* wait(BEAT_MS);
      cluster.cutLink(old, deaf);
      for (let tries = 0; tries < TRIES_MAX; tries++) {
        if (yield* stands()) return true;
        cluster.healPartition();
        yield* wait(cluster.random.between(0, BEAT_MS));
      }
      // Voters that keep whom they hear in office have to hear nothing for a while.
      cutOff(world, cast, [old]);
      isCutOff();
      return yield* until(isElected, PATIENCE_MS);
    },
  });
}

export const oneLinkScenario = kvRaftScenario({
  id: 'one-link',
  title: 'one follower does not hear the leader',
  holdsTo:
    'Whoever has heard a leader that reads under a lease votes for no other meanwhile, restarts included.',
  part: '4B',
  points: 1,
  kind: 'exploration',
  source: 'Ongaro 2014, 6.4.1: leases need voters that keep them',
  servers: 3,
  clerks: CLERKS,
  seeds: 8,
  *play(world) {
    yield* playRounds(world.cluster, 'one-link', (stage, leader) => oneLink(world, stage, leader));
    yield* world.converge(['x', 'busy']);
  },
});
