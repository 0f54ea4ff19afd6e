import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds, type Round } from './rounds.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

const SNAPSHOT_EVERY = 3;

/** A bare majority has its whole log in a snapshot; the third server, which has less, stands. */
function* snapshotOnly(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const behind = world.random.pick(stage.others(leader));
  stage.cut(behind);
  let index = 0;
  do {
    const started = world.start(leader);
    if (started === null) return false;
    ({ index } = started);
  } while (index % SNAPSHOT_EVERY !== 0 || index < world.view(behind).lastApplied + 2);
  if (!(yield* stage.spreads(index, 2))) return false;
  const areShort = yield* stage.saveSnapshot(index, ...stage.others(behind));
  const { term } = stage;
  stage.hurry(behind);
  stage.cut(leader);
  stage.join(behind);
  return (yield* moveOn(stage, term, 2)) && areShort;
}

/**
 * A leader without an entry of its own term sends a snapshot of an older one: the server whose log is
 * then all snapshot stands, and lacks what is committed behind that.
 */
function* ofOlderTerm(stage: RaftStage, old: number): Steps<boolean> {
  const { world } = stage;
  const [behind = old, second = old] = world.random.shuffle(stage.others(old));
  stage.cut(behind);
  // Some Rafts keep a few entries from before a snapshot; only one further behind needs it.
  let last = stage.give(old, world.random.between(13, 16));
  if (last !== null && last.index % SNAPSHOT_EVERY === 0) last = world.start(old);
  if (last === null) return false;
  const { index } = last;
  if (!(yield* stage.spreads(index, 2))) return false;
  const areShort = yield* stage.saveSnapshot(index, old, second);

  yield* stage.makeNext(second);
  const { term: first } = world.view(old);
  stage.crash(old);
  stage.restart(old);
  if (!(yield* stage.leads(second, first))) return false;
  const sent = stage.lookFor({ to: behind, half: 'request', role: 'install' });
  const taken = stage.lookFor({ from: behind, to: second, half: 'reply', role: 'install' });
  stage.hold({ to: behind, half: 'request', role: (role) => role === 'append' && sent.hasCome });
  stage.calm();
  stage.join(behind);
  if ((yield* taken.comes(PATIENCE_MS)) === null) return false;
  const { term } = stage;
  stage.hurry(behind);
  stage.cut(second);
  stage.holdNothing();
  // Some Rafts do not stand while nobody would vote for them.
  yield* until(() => world.view(behind).term > term, 1_000);
  stage.calm();
  return (yield* moveOn(stage, term, 2)) && areShort;
}

/** A log that is all snapshot is the newest, or is not. */
const round: Round = (stage, leader) =>
  stage.world.random.chance(500_000) ? ofOlderTerm(stage, leader) : snapshotOnly(stage, leader);

export const snapshotOnlyScenario = raftScenario({
  id: 'snapshot-only',
  title: 'a log that is all snapshot counts in votes',
  holdsTo:
    "The last entry that a snapshot holds counts as the log's last one, in votes and in checks.",
  part: '3D',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.4.1 and 7',
  servers: 3,
  snapshotEvery: SNAPSHOT_EVERY,
  play: (world) => playRounds(world, 'snapshot-only', round),
});
