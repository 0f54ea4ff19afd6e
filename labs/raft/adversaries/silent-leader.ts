import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario, type RaftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { commitAmong, majorityOf, SIZES } from './sides.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

const SNAPSHOT_EVERY = 3;
/** The handout's limit: an election's and a few rounds of heartbeats. */
const CATCH_UP_MS = 5_000;

/**
 * Some servers miss commands, the leader is lost, and no client comes any more. What the new leader has
 * applied, it tells the others, who apply it too.
 */
function* silentLeader(stage: RaftStage, first: number): Steps<boolean> {
  const { world } = stage;
  const n = world.all.length;
  const others = world.random.shuffle(stage.others(first));
  // The lost leader and those that miss something may be as many as leave a majority with the rest.
  const absent = others.slice(0, world.random.between(1, n - majorityOf(world)));
  const present = stage.others(...absent);
  const every = world.snapshotEvery;
  // Some Rafts keep a few entries from before a snapshot; only one further behind needs it.
  const count = every === 0 ? world.random.between(1, 4) : world.random.between(9, 15);
  const restarts = world.random.chance(500_000);
  if (restarts) stage.crash(...absent);
  const committed = yield* commitAmong(stage, first, present, count);
  if (committed === null) return false;
  const { term } = stage;
  stage.crash(first);
  stage.partition(world.all);
  stage.restart(...absent);
  const leads = (each: number): boolean =>
    world.view(each).isLeader && world.view(each).term > term && present.includes(each);
  if (!(yield* until(() => world.all.some(leads), PATIENCE_MS))) return false;

  const behind = (): number[] =>
    stage.others(first).filter((each) => world.view(each).lastApplied < committed.index);
  if (yield* until(() => behind().length === 0, CATCH_UP_MS)) return true;
  const leader = world.leader();
  return world.stall(
    `the servers ${behind().join(', ')} to apply index ${committed.index}, which ` +
      (leader === null ? 'a leader' : `server ${leader}, their leader,`) +
      ` had applied, within ${CATCH_UP_MS / 1_000} s; no command came meanwhile`,
  );
}

function silentLeaderScenario(
  given: Pick<RaftScenario, 'id' | 'title' | 'part' | 'snapshotEvery'>,
): Scenario {
  return raftScenario({
    points: 1,
    kind: 'exploration',
    source: 'Raft paper, Figure 2: if leaderCommit > commitIndex, set commitIndex; then apply',
    holdsTo:
      'What a leader has applied, its followers apply within 5 s, with or without new commands.',
    seeds: 5,
    servers: SIZES,
    play: (world) => playRounds(world, given.id, silentLeader),
    ...given,
  });
}

export const silentLeaderPlain = silentLeaderScenario({
  id: 'silent-leader',
  title: 'followers apply what their leader applied',
  part: '3C',
});

export const silentLeaderSnapshots = silentLeaderScenario({
  id: 'silent-leader-snapshots',
  title: 'followers far behind apply it too',
  part: '3D',
  snapshotEvery: SNAPSHOT_EVERY,
});
