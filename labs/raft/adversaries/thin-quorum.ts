import type { Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds } from './rounds.ts';
import { carrying, type Stage } from './stage.ts';

/** A command is committed by just a majority, which then crashes: one of it must remember. */
function* thinQuorum(stage: Stage, leader: number): Steps<boolean> {
  const { world } = stage;
  const [f = leader, g = leader, ...rest] = world.random.shuffle(stage.others(leader));
  stage.partition([leader, f, g], rest);
  const dies = world.random.chance(500_000);
  const started = world.start(leader);
  if (started === null) return false;
  const { index, command } = started;
  // The answer that has the entry is out; what the server does after it does not happen.
  if (dies) stage.killAfter({ from: f, args: carrying(command) });
  if (!(yield* stage.applies([leader], index))) return false;

  const { term } = stage;
  const isThin = [leader, f, g].every((each) => stage.hasSaved(each, command));
  stage.spare();
  stage.crash(leader, f, g);
  stage.restart(world.random.pick([f, f, leader]));
  stage.partition(world.all);
  if (world.random.chance(300_000)) stage.restart(g);
  return (yield* moveOn(stage, term, 3)) && isThin;
}

export const thinQuorumScenario = raftScenario({
  id: 'thin-quorum',
  title: 'what a bare majority has outlives its crash',
  holdsTo: 'An entry is on the disk before it is acknowledged.',
  part: '3C',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.3 and Figure 2',
  servers: 5,
  play: (world) => playRounds(world, 'thin-quorum', thinQuorum),
});
