import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

const SNAPSHOT_EVERY = 3;

/** A server crashes after the first save that a snapshot leads to: its own service's or a leader's. */
function* tornSnapshot(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const f = world.random.pick(stage.others(leader));
  const isInstalled = world.random.chance(500_000);
  if (isInstalled) stage.cut(f);
  // Some Rafts keep a few entries from before a snapshot; only one further behind needs it.
  const last = stage.giveUpTo(leader, world.random.between(9, 15), SNAPSHOT_EVERY);
  if (last === null) return false;
  const { index } = last;
  const install = stage.lookFor({ to: f, half: 'request', role: 'install' });
  const { sim } = world;
  const snapshot = stage.snapshotOf(f);
  let [bytes, isTorn] = [0, false];
  stage.kill((server, { kind }) => {
    if (server !== f || kind !== 'save') return false;
    // Of the two that belong together, the snapshot has come or the log has become shorter.
    isTorn = stage.snapshotOf(f) > snapshot || sim.disk(f).stateBytes < bytes;
    bytes = sim.disk(f).stateBytes;
    return install.hasCome || world.view(f).lastApplied >= index;
  });
  if (isInstalled) {
    if (!(yield* stage.spreads(index, 2))) return false;
    yield* stage.saveSnapshot(index, leader);
    stage.join(f);
  }
  if (!(yield* until(() => !world.sim.isUp(f), PATIENCE_MS))) return false;

  stage.spare();
  stage.restart(f);
  const next = world.startAnywhere();
  if (next === null) return false;
  return (yield* stage.applies([f], next.index)) && isTorn;
}

export const tornSnapshotScenario = raftScenario({
  id: 'torn-snapshot',
  title: 'a snapshot and its log are saved together',
  holdsTo: 'State and snapshot are saved together: a crash finds both new or both old.',
  part: '3D',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 7',
  servers: 3,
  snapshotEvery: SNAPSHOT_EVERY,
  play: (world) => playRounds(world, 'torn-snapshot', tornSnapshot),
});
