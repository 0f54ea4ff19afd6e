import type { Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import type { RaftStage } from './stage.ts';

const SNAPSHOT_EVERY = 3;
const QUICK_MS = 0.05;
/** Longer than the run. */
const NEVER_MS = 60_000;

/**
 * A follower is heard by nobody while it commits and shortens its log: the leader, which keeps all of
 * its own, then sends entries that the follower's snapshot holds, with one that it needs.
 */
function* earlySnapshot(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const f = world.random.pick(stage.others(leader));
  world.snapshotDelayMs = (server) => (server === leader ? NEVER_MS : QUICK_MS);
  stage.block(f, leader);
  // Some Rafts keep a few entries from before a snapshot.
  const last = stage.giveUpTo(leader, world.random.between(9, 15), SNAPSHOT_EVERY);
  if (last === null || !(yield* stage.applies([f], last.index))) return false;
  const isShort = yield* stage.saveSnapshot(last.index, f);

  stage.unblock(f, leader);
  const next = world.start(leader);
  if (next === null) return false;
  return (yield* stage.applies([f], next.index)) && isShort;
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
