import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { rsmScenario } from '../rsm-scenario.ts';
import type { RsmWorld } from '../rsm-world.ts';
import { submitMany } from '../scenarios/rsm-4a.ts';
import { PATIENCE_MS, playRounds, type KvRaftStage } from './stage.ts';

/** Small enough for a snapshot every few operations, and more than the rest of Raft's state takes. */
const MAX_STATE_BYTES = 600;

/** More operations than it takes to fill that many bytes, in any style. */
const COMMITS_MAX = 40;

/** Submits wait at a leader that is cut off, and a snapshot carries it past the indexes they wait for. */
function* skippedIndex(world: RsmWorld, _stage: KvRaftStage, old: number): Steps<boolean> {
  const { cluster, sim } = world;
  const others = cluster.others(old);
  yield* world.commit();
  yield* world.allHaveAll();
  cluster.cut(old);
  const waiting = submitMany(world, old, cluster.random.between(1, 8));
  yield* cluster.oneLeader(others, cluster.view(old).term);
  const snapshotBefore = others.map((server) => sim.disk(server).snapshot);
  const hasNewSnapshot = (): boolean =>
    others.every((server, i) => sim.disk(server).snapshot !== snapshotBefore[i]);
  for (let i = 0; i < COMMITS_MAX && !hasNewSnapshot(); i++) yield* world.commit(others);
  for (let i = 0; i < waiting.length; i++) yield* world.commit(others);
  cluster.join(old);
  const most = Math.max(...others.map((server) => world.position(server)));
  const isBack = (): boolean => world.position(old) >= most;
  if (!(yield* until(isBack, PATIENCE_MS))) return false;
  const areAnswered = (): boolean => waiting.every(({ end }) => end !== 'pending');
  return (yield* until(areAnswered, PATIENCE_MS)) && hasNewSnapshot();
}

export const skippedIndexScenario = rsmScenario({
  id: 'skipped-index',
  title: 'a snapshot past a pending index',
  holdsTo: 'Who waits at an index that a snapshot covers is answered all the same.',
  part: '4C',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 7 and Figure 13',
  seeds: 12,
  maxStateBytes: MAX_STATE_BYTES,
  *play(world) {
    yield* playRounds(world.cluster, 'skipped-index', (stage, leader) =>
      skippedIndex(world, stage, leader),
    );
    yield* world.converge();
  },
});
