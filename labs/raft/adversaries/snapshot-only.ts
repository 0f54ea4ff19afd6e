import { until, wait, type Steps } from '../../../harness/scenario/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds } from './rounds.ts';
import { PATIENCE_MS, type Stage } from './stage.ts';

const SNAPSHOT_EVERY = 3;

/** A bare majority has its whole log in a snapshot; the third server, which has less, stands. */
function* snapshotOnly(stage: Stage, leader: number): Steps<boolean> {
  const { world } = stage;
  const behind = world.random.pick(stage.others(leader));
  stage.cut(behind);
  let index = 0;
  do {
    const started = world.start(leader);
    if (started === null) return false;
    ({ index } = started);
  } while (index % SNAPSHOT_EVERY !== 0 || index < world.view(behind).lastApplied + 2);
  if (!(yield* until(() => world.appliedBy(index).length === 2, PATIENCE_MS))) return false;
  // The services hand over their snapshots a moment after the apply.
  yield* wait(1);
  const { term } = stage;
  stage.hurry(behind);
  stage.cut(leader);
  stage.join(behind);
  return yield* moveOn(stage, term, 2);
}

export const snapshotOnlyScenario = raftScenario({
  id: 'snapshot-only',
  title: 'a log that is all snapshot counts in votes',
  part: '3D',
  points: 2,
  kind: 'exploration',
  source: 'Raft paper, 5.4.1 and 7',
  servers: 3,
  snapshotEvery: SNAPSHOT_EVERY,
  play: (world) => playRounds(world, 'snapshot-only', snapshotOnly),
});
