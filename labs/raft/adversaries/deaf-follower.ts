import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { converge } from '../converge.ts';
import { raftScenario } from '../raft-scenario.ts';
import type { RaftWorld } from '../raft-world.ts';
import { PATIENCE_MS, RaftStage } from './stage.ts';

const SNAPSHOT_EVERY = 3;
/** Some Rafts keep a few entries from before a snapshot; only one further behind needs it. */
const MISSED = 15;

/**
 * A follower comes back with a high term, and only its answers get through to tell of it: to the
 * leader, or, where that has crashed, to the one candidate that is left. Nothing is demanded where it
 * does not answer.
 */
function* deafFollower(world: RaftWorld, id: string, missed: number): Script {
  const stage = new RaftStage(world);
  const lastSteps = new LastSteps(world.sim, id);
  const leader = yield* world.oneLeader();
  yield* world.agree(3, { retry: true });
  const follower = world.random.pick(stage.others(leader));
  const dies = missed === 0 && world.random.chance(500_000);
  stage.hurry(follower);
  if (dies) yield* goAhead(stage, leader, follower);
  stage.cut(follower);
  for (let i = 0; i < missed; i++) yield* world.agree(2, { retry: true });
  yield* wait(3_000);
  if (dies) {
    yield* world.agree(2, { retry: true });
    stage.crash(world.leader() ?? leader);
  }
  stage.slow(follower);
  stage.hold({ from: follower, half: 'request' });
  stage.join(follower);
  const answer = { from: follower, half: 'reply' } as const;
  if ((yield* stage.arrival(answer, { withinMs: PATIENCE_MS })) !== null) {
    yield* world.agree(dies ? 2 : 3, { retry: true });
    lastSteps.reach();
  }
  stage.reset();
  yield* converge(world);
}

/** The follower stands once, heard by nobody; some Rafts do so only if others would vote for them. */
function* goAhead(stage: RaftStage, leader: number, follower: number): Steps<void> {
  const { world } = stage;
  const { term } = world.view(leader);
  yield* stage.makeNext(follower);
  stage.hold({ from: follower, half: 'request', role: 'vote' });
  stage.cut(leader);
  yield* until(() => world.view(follower).term > term, PATIENCE_MS);
  stage.join(leader);
}

export const deafFollowerScenario = raftScenario({
  id: 'deaf-follower',
  title: 'a new term is learned from a reply',
  holdsTo: 'Who learns of a higher term from an answer takes it over and steps down.',
  part: '3B',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.1',
  servers: 3,
  play: (world) => deafFollower(world, 'deaf-follower', 0),
});

export const deafLaggardScenario = raftScenario({
  id: 'deaf-laggard',
  title: 'the answer to a snapshot tells of a new term',
  holdsTo: 'A leader that learns of a higher term from the answer to a snapshot steps down.',
  part: '3D',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.1 and Figure 13',
  servers: 3,
  snapshotEvery: SNAPSHOT_EVERY,
  play: (world) => deafFollower(world, 'deaf-laggard', MISSED),
});
