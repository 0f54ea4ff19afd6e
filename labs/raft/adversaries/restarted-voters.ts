import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario, type RaftScenario } from '../raft-scenario.ts';
import { playRounds, moveOn } from './rounds.ts';
import { splitByBareMajority, commitAmong, majorityOf, missingVotes, SIZES } from './sides.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

const SNAPSHOT_EVERY = 3;

/**
 * A bare majority commits something and restarts; one that lacks it stands. The voters compare logs by
 * what they find on their disks: entries, or a snapshot alone.
 */
function* restartedVoters(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const { majority, rest } = splitByBareMajority(stage, leader);
  const every = world.snapshotEvery;
  // Most often the log ends where the snapshot does.
  const more = world.random.pick([0, 0, 1, 2]);
  const last = world.view(leader).lastApplied;
  const count = every === 0 ? 1 + more : every - (last % every) + more;
  const committed = yield* commitAmong(stage, leader, majority, count);
  if (committed === null) return false;
  const boundary = every === 0 ? 0 : committed.index - (committed.index % every);
  const areSaved = (): boolean => majority.every((each) => stage.snapshotOf(each) >= boundary);
  if (!(yield* until(areSaved, PATIENCE_MS))) return false;

  const left = majority.slice(1, 1 + missingVotes(world));
  const { term } = stage;
  stage.crash(...majority);
  yield* wait(world.random.between(1, 20));
  stage.hurry(world.random.pick(rest));
  stage.restart(...left);
  stage.partition(world.all);
  if (!(yield* moveOn(stage, term, majorityOf(world)))) return false;
  // All restart, and must find each other's logs the same.
  stage.calm();
  stage.crash(...world.all);
  yield* wait(world.random.between(1, 20));
  stage.restart(...world.all);
  yield* world.agree(world.all.length, { retry: true });
  return true;
}

function restartedVotersScenario(
  given: Pick<RaftScenario, 'id' | 'title' | 'part' | 'snapshotEvery'>,
): Scenario {
  return raftScenario({
    points: 1,
    kind: 'exploration',
    source: 'Raft paper, 5.4.1 and 7',
    holdsTo: 'What a server needs to compare logs survives its restart, in entries or a snapshot.',
    seeds: 8,
    servers: SIZES,
    play: (world) => playRounds(world, given.id, restartedVoters),
    ...given,
  });
}

export const restartedVotersPlain = restartedVotersScenario({
  id: 'restarted-voters',
  title: 'voters know their logs after a restart',
  part: '3C',
});

export const restartedVotersSnapshots = restartedVotersScenario({
  id: 'restarted-voters-snapshots',
  title: 'voters know their snapshots after a restart',
  part: '3D',
  snapshotEvery: SNAPSHOT_EVERY,
});
