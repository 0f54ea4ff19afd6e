import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import type { RaftStage } from './stage.ts';

/** A leader is deposed by a candidate whose log is old: it alone can win, so it must stand again. */
function* deposedLeader(stage: RaftStage, a: number): Steps<boolean> {
  const { world } = stage;
  const [b = a, c = a] = world.random.shuffle(stage.others(a));
  stage.cut(b);
  const started = world.start(a);
  if (started === null) return false;
  if (!(yield* stage.spreads(started.index, 2))) return false;
  // Some Rafts do not stand while nobody would vote for them.
  yield* until(() => world.view(b).term > started.term, 1_000);

  stage.crash(c);
  stage.join(b);
  yield* world.agree(2, { retry: true });
  return true;
}

export const deposedLeaderScenario = raftScenario({
  id: 'deposed-leader',
  title: 'a leader that stepped down stands again',
  holdsTo:
    'A leader that has stepped down waits for the next one as any follower does, and stands if none comes.',
  part: '3B',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.2 and 5.4.1',
  servers: 3,
  play: (world) => playRounds(world, 'deposed-leader', deposedLeader),
});
