import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { rsmScenario } from '../rsm-scenario.ts';
import type { RsmWorld } from '../rsm-world.ts';
import { submitMany } from '../scenarios/rsm-4a.ts';
import { playRounds, type KvRaftStage } from './stage.ts';

/** Small enough for a snapshot in most bursts, and more than the rest of Raft's state takes. */
const MAX_STATE_BYTES = 600;
const BURST = [5, 15] as const;
/** By then a burst is committed, or those who could do it are down. */
const BURST_MS = 100;

/**
 * Many operations are committed together, and a snapshot becomes due in their midst. Servers crash right
 * after they have saved theirs, before another one could take its place: it has to end with just the
 * operation whose index it was given.
 */
function* snapshotBurst(world: RsmWorld, stage: KvRaftStage, leader: number): Steps<boolean> {
  const { cluster } = world;
  const armed = new Set(cluster.random.chance(500_000) ? cluster.all : cluster.others(leader));
  const count = armed.size;
  stage.kill((server, effect) => {
    return effect.kind === 'save' && effect.snapshot !== null && armed.delete(server);
  });
  submitMany(world, leader, cluster.random.between(...BURST));
  yield* until(() => armed.size === 0, BURST_MS);
  stage.spare();
  yield* wait(1);
  cluster.restart(...cluster.all);
  yield* world.commit();
  yield* world.allHaveAll();
  return armed.size < count;
}

export const snapshotBurstScenario = rsmScenario({
  id: 'snapshot-burst',
  title: 'a snapshot in the midst of a burst',
  holdsTo: 'A snapshot holds the operations up to its index, and none of those committed with it.',
  part: '4C',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 7: the last included index',
  seeds: 6,
  maxStateBytes: MAX_STATE_BYTES,
  *play(world) {
    yield* playRounds(world.cluster, 'snapshot-burst', (stage, leader) =>
      snapshotBurst(world, stage, leader),
    );
    yield* world.converge();
  },
});
