import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { commitSnapshot, majorityOf } from './sides.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

const SNAPSHOT_EVERY = 3;
/** Two servers are behind a majority: one is given the snapshot, and hands it on. */
const SIZES = { least: 5, most: 7 };

/**
 * A server that has a snapshot only from its leader leads, and sends it on to another one. Meanwhile it may
 * restart, and commands may come that lead to snapshots of its own as fast as it sends them.
 */
function* handedOn(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const servers = [leader, ...world.random.shuffle(stage.others(leader))];
  const present = servers.slice(0, majorityOf(world));
  const [heir = leader, last = leader] = servers.slice(present.length);
  const committed = yield* commitSnapshot(stage, leader, present, SNAPSHOT_EVERY);
  if (committed === null) return false;

  stage.partition([...present, heir], stage.others(...present, heir));
  const isShort = (): boolean => stage.snapshotOf(heir) >= committed.index;
  if (!(yield* until(isShort, PATIENCE_MS))) return false;
  yield* stage.makeNext(heir);
  const { term } = world.view(leader);
  if (world.random.chance(300_000)) {
    stage.crash(heir);
    stage.restart(heir);
  }
  stage.crash(leader);
  const isBusy = world.random.chance(600_000);
  stage.cut(...stage.others(...present, heir));
  if (!isBusy) stage.join(last);
  stage.partition(world.all);
  if (!(yield* stage.leads(heir, term))) return false;
  stage.calm();
  const paceMs = world.random.pick([1, 2, 4]);
  const joinsAt = world.random.between(8, 12);
  const rounds = isBusy ? 24 : 0;
  for (let i = 0; i < rounds; i++) {
    world.start(heir);
    if (i === joinsAt) stage.join(last);
    yield* wait(world.random.between(paceMs, 2 * paceMs));
  }
  return yield* stage.applies([last], committed.index);
}

export const handedOnSnapshotScenario = raftScenario({
  id: 'handed-on-snapshot',
  title: 'a snapshot is handed on as it came',
  part: '3D',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 7 and Figure 13',
  holdsTo:
    'A snapshot holds what was committed up to its index, whoever took it and whoever sends it.',
  seeds: 8,
  servers: SIZES,
  snapshotEvery: SNAPSHOT_EVERY,
  play: (world) => playRounds(world, 'handed-on-snapshot', handedOn),
});
