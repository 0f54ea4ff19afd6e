import type { Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds, type Round } from './rounds.ts';
import { carrying, type RaftStage } from './stage.ts';

/** A leader that has an entry of its own commits it within a few heartbeats. */
const OWN_ENTRY_MS = 500;

/** A command is committed by just a majority, which then crashes: one of it must remember. */
function* thinQuorum(stage: RaftStage, leader: number): Steps<boolean> {
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

/**
 * The same for what a new leader commits of its own, before anybody gives it a command. A command of the
 * leader before it waits for that place, on the disk of that one alone.
 */
function* ownEntry(stage: RaftStage, old: number): Steps<boolean> {
  const { world } = stage;
  const [n = old, f = old, g = old, ...rest] = world.random.shuffle(stage.others(old));
  const before = world.view(old).lastApplied;
  yield* stage.makeNext(n);
  stage.partition([n, f, g], [old], rest);
  const x = world.start(old);
  if (x === null || !(yield* stage.saves(old, x.command))) return false;
  if (!(yield* stage.leads(n, x.term))) return false;
  // Most have no such entry.
  if (!(yield* stage.applies([n], before + 1, OWN_ENTRY_MS))) return false;
  const { term } = stage;
  stage.crash(n, f, g);
  stage.restart(n);
  stage.hurry(old);
  stage.partition(world.all);
  const isOver = yield* moveOn(stage, term, 3);
  stage.calm();
  stage.restart(f, g);
  return isOver;
}

/** Of a command, or of a leader's own entry. */
const round: Round = (stage, leader) =>
  stage.world.random.chance(250_000) ? ownEntry(stage, leader) : thinQuorum(stage, leader);

export const thinQuorumScenario = raftScenario({
  id: 'thin-quorum',
  title: 'what a bare majority has outlives its crash',
  holdsTo: 'An entry is on the disk before it is acknowledged.',
  part: '3C',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.3 and Figure 2',
  servers: 5,
  play: (world) => playRounds(world, 'thin-quorum', round),
});
