import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { PATIENCE_MS, type Stage } from './stage.ts';

const SNAPSHOT_EVERY = 3;
const QUICK_MS = 0.05;
/** Longer than the run. */
const NEVER_MS = 60_000;

/**
 * A follower is heard by nobody while it commits and shortens its log: the leader, which keeps all of
 * its own, then sends entries that the follower's snapshot holds, with one that it needs.
 */
function* earlySnapshot(stage: Stage, leader: number): Steps<boolean> {
  const { world } = stage;
  const f = world.random.pick(stage.others(leader));
  world.snapshotDelayMs = (server) => (server === leader ? NEVER_MS : QUICK_MS);
  stage.block(f, leader);
  let index = 0;
  // Some Rafts keep a few entries from before a snapshot.
  for (let i = world.random.between(9, 15); i > 0 || index % SNAPSHOT_EVERY !== 0; i--) {
    const started = world.start(leader);
    if (started === null) return false;
    ({ index } = started);
  }
  if (!(yield* until(() => world.view(f).lastApplied >= index, PATIENCE_MS))) return false;
  const isShort = yield* stage.saveSnapshot(index, f);

  stage.unblock(f, leader);
  const next = world.start(leader);
  if (next === null) return false;
  return (yield* until(() => world.view(f).lastApplied >= next.index, PATIENCE_MS)) && isShort;
}

export const earlySnapshotScenario = raftScenario({
  id: 'early-snapshot',
  title: 'entries that a snapshot holds are skipped',
  holdsTo:
    "Entries that the follower's snapshot holds are skipped, and the rest of the message is taken.",
  part: '3D',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.3 and 7',
  servers: 3,
  snapshotEvery: SNAPSHOT_EVERY,
  play: (world) => playRounds(world, 'early-snapshot', earlySnapshot),
});
