import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { CONVERGE_MS } from '../converge.ts';
import { raftScenario, type RaftScenario } from '../raft-scenario.ts';
import type { RaftWorld } from '../raft-world.ts';
import { playRounds } from './rounds.ts';
import { inOrder } from './sides.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

/** After some disorder, just a majority is left that can talk; it must go on without the rest. */
function* leftAlone(stage: RaftStage): Steps<boolean> {
  const { world } = stage;
  for (let acts = world.random.between(2, 8); acts > 0; acts--) {
    disturb(stage);
    yield* wait(world.random.between(20, 400));
  }
  stage.reset();
  const servers = world.random.shuffle(world.all);
  const half = Math.ceil(servers.length / 2);
  const [majority, others] = [servers.slice(0, half), servers.slice(half)];
  if (world.random.chance(500_000)) stage.crash(...others);
  stage.partition(majority, others);
  yield* goesOn(world, majority);
  return true;
}

/** One fault, or a few commands for whoever leads or thinks so. */
function disturb(stage: RaftStage): void {
  const { world } = stage;
  const [first = 0, second = 0, ...rest] = world.random.shuffle(world.all);

  switch (world.random.between(0, 5)) {
    case 0:
      return stage.crash(first);
    case 1:
      return stage.restart(...world.all);
    case 2:
      return stage.partition([first, second], rest);
    case 3:
      return stage.block(first, second, ...rest);
    case 4:
      return stage.pause(first);
    default:
      for (const server of world.all) {
        if (world.view(server).isLeader) for (let i = 0; i < 3; i++) world.start(server);
      }
  }
}

/** Waits until these servers, who can talk with each other and nobody else, have applied a new command. */
function* goesOn(world: RaftWorld, servers: readonly number[]): Steps<void> {
  const deadlineUs = world.sim.nowUs + CONVERGE_MS * 1_000;
  while (world.sim.nowUs < deadlineUs) {
    const leader = servers.find((server) => world.view(server).isLeader);
    const started = leader === undefined ? null : world.start(leader);
    if (started === null) {
      yield* wait(50);
      continue;
    }
    const { index, command } = started;
    const isApplied = (): boolean =>
      world.applied[index] === command &&
      servers.every((server) => world.appliedBy(index).includes(server));
    if (yield* until(isApplied, PATIENCE_MS)) return;
  }
  const who = inOrder(servers);
  world.stall(
    `a new command applied by the servers ${who}, a majority, within ${CONVERGE_MS / 1_000} s of being alone`,
  );
}

function bareMajorityScenario(
  given: Pick<RaftScenario, 'id' | 'title' | 'holdsTo' | 'part' | 'snapshotEvery'>,
): Scenario {
  return raftScenario({
    points: 1,
    kind: 'exploration',
    source: 'Raft paper, 5: the servers work as long as a majority of them can talk',
    servers: 5,
    play: (world) => playRounds(world, given.id, leftAlone),
    ...given,
  });
}

export const bareMajority = bareMajorityScenario({
  id: 'bare-majority',
  title: 'a bare majority goes on, whoever is in it',
  holdsTo: 'As long as a majority is up and can talk, it elects a leader and goes on.',
  part: '3C',
});

export const bareMajoritySnapshots = bareMajorityScenario({
  id: 'bare-majority-snapshots',
  title: 'a bare majority goes on, snapshots included',
  holdsTo:
    'As long as a majority is up and can talk it goes on, also where logs begin with snapshots.',
  part: '3D',
  snapshotEvery: (random) => random.between(3, 10),
});
