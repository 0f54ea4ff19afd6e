import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario, type RaftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { commitAmong, majorityOf, SIZES } from './sides.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

const SNAPSHOT_EVERY = 3;
const SOON_MS = 50;

/**
 * A follower refuses what does not fit its log, and has caught up, and more, when the refusal comes to
 * its leader. It tells of what was.
 */
function* oldRefusals(stage: RaftStage, first: number): Steps<boolean> {
  const { world } = stage;
  const f = world.random.pick(stage.others(first));
  const missed = world.start(first);
  stage.cut(f);
  if (missed === null) return false;
  const present = stage.others(f);
  if ((yield* commitAmong(stage, first, present, world.random.between(1, 8))) === null)
    return false;
  const { term } = stage;
  stage.crash(first);
  stage.restart(first);
  stage.join(f);
  stage.slow(f);
  const leader = yield* stage.someLeader(term);
  if (leader === null || leader === f) return false;

  const most = world.random.between(1, 2);
  const refusals = stage.hold(({ from, to, half, role }) => {
    if (from !== f || to !== leader || half !== 'reply' || role !== 'append') return false;
    return refusals.count < most && !stage.hasSaved(f, missed.command);
  });
  stage.partition(world.all);
  if ((yield* refusals.comes(PATIENCE_MS)) === null) return false;
  let index = 0;
  const every = world.snapshotEvery;
  for (let i = world.random.between(1, 4 + 4 * every); i > 0; i--) {
    index = world.start(leader)?.index ?? index;
  }
  if (!(yield* stage.applies(world.all, index))) return false;
  if (every > 0) {
    const boundary = index - (index % every);
    if (!(yield* until(() => stage.snapshotOf(leader) >= boundary, PATIENCE_MS))) return false;
  }
  stage.holdNothing();
  stage.release({ from: f, to: leader });
  yield* wait(world.random.between(5, SOON_MS));
  if (!world.view(leader).isLeader) return false;
  // The follower is needed now.
  const others = world.random.shuffle(stage.others(f, leader));
  const needed = [leader, f, ...others].slice(0, majorityOf(world));
  stage.partition(needed, stage.others(...needed));
  yield* world.agree(needed.length, { retry: true });
  return true;
}

function oldRefusalsScenario(
  given: Pick<RaftScenario, 'id' | 'title' | 'part' | 'snapshotEvery'>,
): Scenario {
  return raftScenario({
    points: 1,
    kind: 'exploration',
    source: "Raft paper, 5.3, and Students' Guide to Raft, an aside on optimizations",
    holdsTo: 'Replies overtake one another: an old refusal takes nothing back.',
    seeds: 6,
    servers: SIZES,
    play: (world) => playRounds(world, given.id, oldRefusals),
    ...given,
  });
}

export const oldRefusalsPlain = oldRefusalsScenario({
  id: 'old-refusals',
  title: 'an old refusal takes nothing back',
  part: '3C',
});

export const oldRefusalsSnapshots = oldRefusalsScenario({
  id: 'old-refusals-snapshots',
  title: 'an old refusal from before a snapshot',
  part: '3D',
  snapshotEvery: SNAPSHOT_EVERY,
});
