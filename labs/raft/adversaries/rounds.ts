import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { converge, convergeOnLeader } from '../converge.ts';
import type { RaftWorld } from '../raft-world.ts';
import { PATIENCE_MS, Stage } from './stage.ts';

/** One round of an adversary; true when it came to its last step. */
export type Round = (stage: Stage, leader: number) => Steps<boolean>;

/** Plays `round` again and again until the chaos ends, and demands that all then agree. */
export function* playRounds(world: RaftWorld, id: string, round: Round): Steps<void> {
  yield* rounds(world, id, round, (stage) => stage.settle());
  yield* converge(world);
}

/** The same for a Raft that elects leaders and no more: no command is given. */
export function* playElections(world: RaftWorld, id: string, round: Round): Steps<void> {
  yield* rounds(world, id, round, (stage) => stage.settleOnLeader());
  yield* convergeOnLeader(world);
}

function* rounds(
  world: RaftWorld,
  id: string,
  round: Round,
  settle: (stage: Stage) => Steps<number | null>,
): Steps<void> {
  const stage = new Stage(world);
  world.sim.reached.set(id, 0);
  while (!stage.isOver) {
    const leader = yield* settle(stage);
    if (leader === null) {
      yield* wait(100);
      continue;
    }
    if (yield* round(stage, leader)) {
      world.sim.reached.set(id, (world.sim.reached.get(id) ?? 0) + 1);
    }
  }
  stage.reset();
}

/** A new leader after `term` takes a command, which `count` servers apply. */
export function* moveOn(stage: Stage, term: number, count: number): Steps<boolean> {
  const { world } = stage;
  const leader = yield* stage.someLeader(term);
  const started = leader === null ? null : world.start(leader);
  if (started === null) return false;
  return yield* until(() => world.appliedBy(started.index).length >= count, PATIENCE_MS);
}
