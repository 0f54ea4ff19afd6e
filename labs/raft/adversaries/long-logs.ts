import type { Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds } from './rounds.ts';
import type { RaftStage } from './stage.ts';

/** A leader that was cut off hoards entries; its long log must not win over a short newer one. */
function* longLogs(stage: RaftStage, old: number): Steps<boolean> {
  const { world } = stage;
  stage.cut(old);
  let hoarded = '';
  for (let i = world.random.between(4, 23); i > 0; i--) {
    hoarded = world.start(old)?.command ?? hoarded;
  }
  const { term } = world.view(old);
  const second = yield* stage.someLeader(term);
  if (second === null) return false;
  let index = 0;
  for (let i = world.random.between(1, 3); i > 0; i--) index = world.start(second)?.index ?? index;
  if (index === 0 || !(yield* stage.spreads(index, 2))) return false;

  const isHoarded = stage.hasSaved(old, hoarded);
  const secondTerm = stage.term;
  stage.hurry(old);
  stage.cut(second);
  stage.join(old);
  return (yield* moveOn(stage, secondTerm, 2)) && isHoarded;
}

export const longLogsScenario = raftScenario({
  id: 'long-logs',
  title: 'a long old log loses against a newer one',
  holdsTo:
    'A server does not vote for a candidate whose last term is older than its own, however long that log is.',
  part: '3B',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.4.1',
  servers: 3,
  play: (world) => playRounds(world, 'long-logs', longLogs),
});
