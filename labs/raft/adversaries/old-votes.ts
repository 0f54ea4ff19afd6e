import { until, type Steps } from '../../../harness/scenario/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { isKnown, PATIENCE_MS, playRounds, type Stage } from './stage.ts';

/** Votes of an old election come while their candidate runs in a term that another server leads. */
function* oldVotes(stage: Stage, old: number): Steps<boolean> {
  const { world } = stage;
  const [a = old, b = old] = world.random.shuffle(stage.others(old));
  let votes = 0;
  stage.hold = ({ from, to, method, half }) => {
    if (to !== a || half !== 'reply' || method !== 'requestVote') return false;
    if (from === b) votes++;
    return true;
  };
  yield* stage.makeNext(a);
  stage.cut(old);
  if (!(yield* until(() => votes > 0, PATIENCE_MS))) return false;

  const first = stage.hold;
  stage.hold = (message) => {
    const { from, to, method, half } = message;
    if (half === 'request' && to === a && isKnown(method)) return true;
    return (half === 'request' && from === a && method === 'requestVote') || first(message);
  };
  stage.calm();
  stage.slow(a);
  stage.join(old);
  const another = (): boolean => {
    const leader = world.leader();
    if (leader === null || leader === a || world.view(a).isLeader) return false;
    return world.view(leader).term === world.view(a).term;
  };
  if (!(yield* until(another, 2 * PATIENCE_MS))) return false;
  stage.hold = ({ from, to, half, method }) =>
    half === 'request' && isKnown(method) && (to === a || from === a);
  world.sim.release((from, to, method) => to === a && from === b && method === 'requestVote');
  const { term } = world.view(a);
  yield* until(() => world.view(a).isLeader || world.view(a).term !== term, 20);
  return true;
}

export const oldVotesScenario = raftScenario({
  id: 'old-votes',
  title: 'votes of an election that is over do not count',
  part: '3C',
  points: 0,
  kind: 'exploration',
  source: 'Raft paper, 5.2',
  servers: 3,
  seeds: 12,
  play: (world) => playRounds(world, 'old-votes', oldVotes),
});
