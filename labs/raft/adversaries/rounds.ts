import { playRounds as play } from '../../../harness/adversary/rounds.ts';
import type { Steps } from '../../../harness/vocabulary/script.ts';
import { converge, convergeOnLeader } from '../converge.ts';
import type { RaftWorld } from '../raft-world.ts';
import { RaftStage } from './stage.ts';

/** One round of an adversary; true when it came to its last step. */
export type Round = (stage: RaftStage, leader: number) => Steps<boolean>;

/** Plays `round` again and again until the chaos ends, and demands that all then agree. */
export function* playRounds(world: RaftWorld, id: string, round: Round): Steps<void> {
  const stage = new RaftStage(world);
  const prepare = (): Steps<number | null> => stage.settle();
  yield* play(stage, { id, prepare, round: (leader: number) => round(stage, leader) });
  yield* converge(world);
}

/** The same for a Raft that elects leaders and no more: no command is given. */
export function* playElections(world: RaftWorld, id: string, round: Round): Steps<void> {
  const stage = new RaftStage(world);
  const prepare = (): Steps<number | null> => stage.settleOnLeader();
  yield* play(stage, { id, prepare, round: (leader: number) => round(stage, leader) });
  yield* convergeOnLeader(world);
}

/** A new leader after `term` takes a command, which `count` servers apply. */
export function* moveOn(stage: RaftStage, term: number, count: number): Steps<boolean> {
  const { world } = stage;
  const leader = yield* stage.someLeader(term);
  const started = leader === null ? null : world.start(leader);
  if (started === null) return false;
  return yield* stage.spreads(started.index, count);
}
