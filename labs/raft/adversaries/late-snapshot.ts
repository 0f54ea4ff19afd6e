import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds, type Round } from './rounds.ts';
import { snapshotsMeet } from './snapshots-meet.ts';
import { answersTo, PATIENCE_MS, type Stage } from './stage.ts';

const SNAPSHOT_EVERY = 3;
const QUICK_MS = 0.05;
/** Some Rafts shorten their logs a moment after the service's call. */
const SAVE_MS = 30;

/** A copy of InstallSnapshot comes late, to a follower that has gone on since. */
function* lateSnapshot(stage: Stage, leader: number): Steps<boolean> {
  const { world } = stage;
  const [f = leader, third = leader] = world.random.shuffle(stage.others(leader));
  const dies = world.random.chance(500_000);
  // A slow service hands over a snapshot that is older than the one its Raft has got meanwhile.
  const slowMs = world.random.pick([QUICK_MS, 100, 200, 400]);
  world.snapshotDelayMs = (server) => (server === f ? slowMs : QUICK_MS);
  let index = 0;
  do index = world.start(leader)?.index ?? SNAPSHOT_EVERY;
  while (index % SNAPSHOT_EVERY !== 0);
  if (!(yield* until(() => world.view(f).lastApplied >= index, PATIENCE_MS))) return false;
  stage.cut(f);
  // Some Rafts keep a few entries from before a snapshot; only one further behind needs it.
  for (let i = world.random.between(12, 15); i > 0 || index % SNAPSHOT_EVERY !== 0; i--) {
    const started = world.start(leader);
    if (started === null) return false;
    ({ index } = started);
  }
  if (!(yield* until(() => world.appliedBy(index).length === 2, PATIENCE_MS))) return false;
  yield* wait(world.random.between(1, 20));

  let late: string | null = null;
  stage.hold = ({ to, half, role, args }) => {
    if (to !== f || half !== 'request' || role !== 'install' || late !== null) return false;
    late = args;
    return true;
  };
  stage.join(f);
  if (!(yield* until(() => late !== null, PATIENCE_MS))) return false;
  // What follows is then on the leader and this follower alone.
  if (dies) stage.cut(third);
  for (let i = world.random.between(1, 5); i > 0; i--)
    index = world.startAnywhere()?.index ?? index;
  if (!(yield* until(() => world.view(f).lastApplied >= index, PATIENCE_MS))) return false;

  let isAnswered = false;
  stage.hold = ({ to, half, args }) => to === f && half === 'request' && args !== late;
  stage.watch = (message) => {
    isAnswered ||= message.from === f && answersTo(message, late);
  };
  world.sim.calls.release((_from, to) => to === f);
  yield* until(() => isAnswered, 100);
  stage.hold = () => false;
  world.sim.calls.release();
  if (dies) {
    yield* wait(slowMs + SAVE_MS);
    const { term } = stage;
    stage.crash(f);
    stage.restart(f);
    stage.cut(leader);
    stage.join(third);
    return (yield* moveOn(stage, term, 2)) && isAnswered;
  }
  // The leader must go on with what this follower still has.
  stage.cut(third);
  yield* world.agree(2, { retry: true });
  return isAnswered;
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
