import { wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { kvRaftScenario } from '../kv-scenario.ts';
import type { KvRaftWorld } from '../kv-world.ts';
import { BEAT_MS, playRounds, type KvRaftStage } from './stage.ts';
import { castOf, CLERKS, cutOff, staleRead } from './stale-read.ts';

/**
 * The leader is cut off, alone or with one other server, and the clocks of those that elect the next one
 * run fast: they lose patience long before it could, by its own clock.
 */
function* fastClocks(world: KvRaftWorld, stage: KvRaftStage, old: number): Steps<boolean> {
  const { cluster } = world;
  const cast = castOf(world);
  const companions = cluster.random
    .shuffle(cluster.others(old))
    .slice(0, cluster.random.between(0, 1));
  const minority = [old, ...companions];
  const others = cluster.others(...minority);
  const { term } = cluster.view(old);
  stage.hurry(...others);
  yield* wait(BEAT_MS);
  return yield* staleRead(world, stage, {
    cast,
    old,
    isBusy: true,
    *depose(isCutOff) {
      cutOff(world, cast, minority);
      isCutOff();
      const next = yield* cluster.oneLeader(others, term);
      return cluster.view(next).isLeader;
    },
  });
}

export const fastClocksScenario = kvRaftScenario({
  id: 'fast-clocks',
  title: 'an old leader among fast clocks',
  holdsTo: 'A read beside the log is right with clocks that run up to three times too fast.',
  part: '4B',
  points: 1,
  kind: 'exploration',
  source: 'Ongaro 2014, 6.4.1: leases and clocks that drift',
  clerks: CLERKS,
  seeds: 6,
  *play(world) {
    yield* playRounds(world.cluster, 'fast-clocks', (stage, leader) =>
      fastClocks(world, stage, leader),
    );
    yield* world.converge(['x', 'busy']);
  },
});
