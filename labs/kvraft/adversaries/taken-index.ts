import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { rsmScenario } from '../rsm-scenario.ts';
import type { RsmWorld } from '../rsm-world.ts';
import { submitMany } from '../scenarios/rsm-4a.ts';
import { PATIENCE_MS, playRounds, type KvRaftStage } from './stage.ts';

/**
 * Submits wait at a leader that is cut off, and another leader commits equal operations at the indexes
 * that they wait for. Then the old leader leads again, and gives out the indexes that are left.
 */
function* takenIndex(world: RsmWorld, stage: KvRaftStage, old: number): Steps<boolean> {
  const { cluster } = world;
  const others = cluster.others(old);
  yield* world.commit();
  yield* world.allHaveAll();
  cluster.cut(old);
  const waiting = submitMany(world, old, cluster.random.between(1, 6));
  const next = yield* cluster.oneLeader(others, cluster.view(old).term);
  const taking = submitMany(world, next, cluster.random.between(1, waiting.length));
  yield* until(() => taking.every(({ end }) => end !== 'pending'), PATIENCE_MS);
  cluster.join(old);
  const isBack = (): boolean => world.position(old) >= world.position(next);
  if (!(yield* until(isBack, PATIENCE_MS))) return false;

  if (!(yield* stage.makeLeader(old))) return false;
  submitMany(world, old, waiting.length);
  yield* wait(cluster.random.between(0, 100));
  return taking.every(({ end }) => end === 'OK');
}

export const takenIndexScenario = rsmScenario({
  id: 'taken-index',
  title: "another operation at a pending one's index",
  holdsTo: 'Only one of two equal operations at one index is told that it was done.',
  part: '4A',
  points: 1,
  kind: 'exploration',
  source: '6.5840 Lab 4A: a different request has appeared at the index',
  seeds: 12,
  *play(world) {
    world.tagged = false;
    yield* playRounds(world.cluster, 'taken-index', (stage, leader) =>
      takenIndex(world, stage, leader),
    );
    yield* world.converge();
  },
});
