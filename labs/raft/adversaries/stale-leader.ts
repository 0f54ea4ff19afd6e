import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playElections } from './rounds.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

/** Three servers that stand against each other need a few elections at most. */
const ELECTIONS_MS = 4 * PATIENCE_MS;

/** A leader of an old term hears nothing and calls on, while the new one is lost. */
function* staleLeader(stage: RaftStage, old: number): Steps<boolean> {
  const { world } = stage;
  stage.cut(old);
  const second = yield* stage.someLeader(world.view(old).term);
  if (second === null) return false;
  const { term } = world.view(second);
  const rest = stage.others(old, second);
  const areTold = (): boolean => rest.every((each) => world.view(each).term === term);
  if (!(yield* until(areTold, PATIENCE_MS))) return false;

  stage.cut(second);
  for (const each of rest) stage.block(each, old);
  stage.join(old);
  const isLed = (): boolean => {
    const leader = world.leader();
    return leader !== null && world.view(leader).term > term;
  };
  if (yield* until(isLed, ELECTIONS_MS)) return true;
  return world.stall(
    `a leader after term ${term} within ${ELECTIONS_MS / 1_000} s, while only ` +
      `server ${old}, whose term is over, sends heartbeats`,
  );
}

export const staleLeaderScenario = raftScenario({
  id: 'stale-leader',
  title: 'a leader of an old term keeps nobody waiting',
  holdsTo:
    'A server stands when it does not hear the leader of the present term, whoever else sends heartbeats.',
  part: '3A',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.2 and Figure 2',
  servers: 5,
  play: (world) => playElections(world, 'stale-leader', staleLeader),
});
