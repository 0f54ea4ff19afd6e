import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario, type RaftScenario } from '../raft-scenario.ts';
import { playRounds, moveOn } from './rounds.ts';
import {
  splitByBareMajority,
  commitAmong,
  commitUntold,
  majorityOf,
  missingVotes,
  SIZES,
} from './sides.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

/**
 * What a bare majority has committed is left on the fewest servers. One of them stands or wins, gives way,
 * unheard, to one that lacks it all, and may restart; whatever it has been, its log is as it was.
 */
function* roleChanges(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const { majority, rest } = splitByBareMajority(stage, leader);
  const count = world.random.between(1, 4);
  const commit = world.random.chance(700_000) ? commitUntold : commitAmong;
  const committed = yield* commit(stage, leader, majority, count);
  if (committed === null) return false;
  // Those of it that are left make a majority with the rest.
  const left = majority.slice(1, 1 + missingVotes(world));
  const [heir = leader] = left;
  const rival = world.random.pick(rest);
  const [wins, isUnheard] = [world.random.chance(650_000), world.random.chance(700_000)];
  const { term } = stage;
  stage.cut(...majority.filter((each) => !left.includes(each)));
  stage.hold(({ from, half, role }) => {
    if (half !== 'request' || role === 'other') return false;
    return left.includes(from) ? !wins || role !== 'vote' : from !== rival;
  });
  stage.partition(world.all);
  stage.hurry(heir);
  const inOffice = (): number | undefined =>
    left.find((each) => world.view(each).term > term && (!wins || world.view(each).isLeader));
  if (!(yield* until(() => inOffice() !== undefined, PATIENCE_MS))) return false;

  const changed = inOffice() ?? heir;
  const { term: since } = world.view(changed);
  // An entry of its own term is one more thing that it may drop.
  if (world.random.chance(300_000)) world.start(changed);
  stage.hurry(rival);
  if (wins && !isUnheard) stage.holdNothing();
  else {
    const isOver = (): boolean => {
      const view = world.view(changed);
      return view.term > since || (wins && !view.isLeader);
    };
    if (!(yield* until(isOver, PATIENCE_MS))) return false;
  }
  if (world.random.chance(300_000)) {
    stage.crash(...left);
    stage.restart(...left);
  }
  stage.letGo();
  return yield* moveOn(stage, since, majorityOf(world));
}

function roleChangesScenario(
  given: Pick<RaftScenario, 'id' | 'title' | 'part' | 'snapshotEvery'>,
): Scenario {
  return raftScenario({
    points: 1,
    kind: 'exploration',
    source: 'Raft paper, 5.3 and 5.4: a server deletes only what conflicts with its leader',
    holdsTo: 'Neither winning nor losing an election takes an entry out of a log.',
    seeds: 8,
    servers: SIZES,
    play: (world) => playRounds(world, given.id, roleChanges),
    ...given,
  });
}

export const roleChangesPlain = roleChangesScenario({
  id: 'role-changes',
  title: 'neither a win nor a defeat changes a log',
  part: '3C',
});

export const roleChangesSnapshots = roleChangesScenario({
  id: 'role-changes-snapshots',
  title: 'nor one that begins with a snapshot',
  part: '3D',
  snapshotEvery: 3,
});
