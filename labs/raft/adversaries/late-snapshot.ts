import { wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds, type Round } from './rounds.ts';
import { missSnapshot } from './sides.ts';
import { snapshotsMeet } from './snapshots-meet.ts';
import { answersTo, PATIENCE_MS, type RaftStage } from './stage.ts';

const SNAPSHOT_EVERY = 3;
const QUICK_MS = 0.05;
/** Some Rafts shorten their logs a moment after the service's call. */
const SAVE_MS = 30;

/** A copy of InstallSnapshot comes late, to a follower that has gone on since. */
function* lateSnapshot(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const [f = leader, third = leader] = world.random.shuffle(stage.others(leader));
  // What the follower does with it shows when it has restarted, or when the leader goes on with it.
  const dies = world.random.chance(500_000);
  // A slow service hands over a snapshot that is older than the one its Raft has got meanwhile.
  const slowMs = world.random.pick([QUICK_MS, 100, 200, 400]);
  world.snapshotDelayMs = (server) => (server === f ? slowMs : QUICK_MS);
  let index = yield* missSnapshot(stage, leader, f, SNAPSHOT_EVERY);
  if (index === null) return false;
  yield* wait(world.random.between(1, 20));

  const held = stage.holdOne({ to: f, half: 'request', role: 'install' });
  stage.join(f);
  const late = yield* held.comes(PATIENCE_MS);
  if (late === null) return false;
  // What follows is then on the leader and this follower alone.
  if (dies) stage.cut(third);
  for (let i = world.random.between(1, 5); i > 0; i--)
    index = world.startAnywhere()?.index ?? index;
  if (!(yield* stage.applies([f], index))) return false;

  stage.hold({ to: f, half: 'request', args: (args) => args !== late.args });
  const answer = stage.lookFor((message) => message.from === f && answersTo(message, late.args));
  stage.release({ to: f });
  yield* answer.comes(100);
  stage.letGo();
  if (dies) {
    yield* wait(slowMs + SAVE_MS);
    const { term } = stage;
    stage.crash(f);
    stage.restart(f);
    stage.cut(leader);
    stage.join(third);
    return (yield* moveOn(stage, term, 2)) && answer.hasCome;
  }
  // The leader must go on with what this follower still has.
  stage.cut(third);
  yield* world.agree(2, { retry: true });
  return answer.hasCome;
}

/** Late by one message, or by a moment. */
const round: Round = (stage, leader) =>
  stage.world.random.chance(300_000) ? snapshotsMeet(stage, leader) : lateSnapshot(stage, leader);

export const lateSnapshotScenario = raftScenario({
  id: 'late-snapshot',
  title: 'a late snapshot takes nobody back',
  holdsTo:
    'A snapshot that is older than what was applied takes nobody back, neither in memory nor on the disk.',
  part: '3D',
  points: 2,
  kind: 'exploration',
  source: 'Raft paper, 7 and Figure 13',
  servers: 3,
  snapshotEvery: SNAPSHOT_EVERY,
  play: (world) => playRounds(world, 'late-snapshot', round),
});
