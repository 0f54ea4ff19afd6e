import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds } from './rounds.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

/**
 * An old leader's leftovers are replaced by as many entries or fewer, which count as soon as it has
 * acknowledged them. It crashes, and must have them still: only one other server has, and that is cut off.
 */
function* rewrittenTail(stage: RaftStage, old: number): Steps<boolean> {
  const { world } = stage;
  stage.cut(old);
  const left = world.random.between(1, 10);
  for (let i = 0; i < left; i++) world.start(old);
  stage.slow(old);
  const second = yield* stage.someLeader(world.view(old).term);
  if (second === null) return false;
  const { term } = world.view(second);

  stage.cut(...stage.others(old, second));
  // Some Rafts save the new entries with a new term, if both come in one message.
  const isToldFirst = world.random.chance(500_000);
  if (isToldFirst) {
    stage.join(old);
    if (!(yield* until(() => world.view(old).term === term, PATIENCE_MS))) return false;
  }
  let last = world.start(second);
  for (let i = world.random.between(1, left); i > 1; i--) last = world.start(second);
  if (last === null) return false;
  const { index, command } = last;
  stage.join(old);
  if (!(yield* stage.applies([second], index))) return false;

  const isSaved = stage.hasSaved(old, command);
  stage.crash(old);
  stage.calm();
  stage.cut(second);
  stage.join(...stage.others(old, second));
  stage.restart(old);
  return (yield* moveOn(stage, term, 2)) && isSaved;
}

export const rewrittenTailScenario = raftScenario({
  id: 'rewritten-tail',
  title: 'what takes the place of leftovers is saved',
  holdsTo: 'What takes the place of other entries is on the disk before it is acknowledged.',
  part: '3C',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, Figure 2: the log is saved before an RPC is answered',
  servers: 3,
  play: (world) => playRounds(world, 'rewritten-tail', rewrittenTail),
});
