import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { splitByBareMajority, commitAmong, SIZES } from './sides.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

/**
 * A candidate is heard only by those whose logs are old, and is gone. They are ahead in term then, and
 * behind in log: the others need their votes, and must learn their term.
 */
function* aheadInTerm(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const { majority, rest } = splitByBareMajority(stage, leader);
  const count = world.random.between(1, 4);
  if ((yield* commitAmong(stage, leader, majority, count)) === null) return false;
  const { term } = stage;
  const [, candidate = leader] = majority;
  stage.hold(({ from, to, half, role }) => {
    if (role === 'other') return false;
    if (half === 'reply') return to === candidate && role === 'vote';
    return role === 'vote' ? from !== candidate || !rest.includes(to) : rest.includes(to);
  });
  yield* stage.makeNext(candidate);
  stage.slow(...rest);
  stage.partition(world.all);
  stage.crash(leader);
  const areAhead = (): boolean => rest.every((each) => world.view(each).term > term);
  if (!(yield* until(areAhead, PATIENCE_MS))) return false;
  stage.crash(candidate);
  stage.calm();
  stage.holdNothing();
  yield* wait(world.random.between(0, 20));
  stage.restart(leader);
  yield* world.agree(world.all.length - 1, { retry: true });
  return true;
}

export const aheadInTermScenario = raftScenario({
  id: 'ahead-in-term',
  title: 'old logs in a new term keep nobody out',
  part: '3C',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.1 and 5.4.1: whoever meets a higher term takes it over',
  holdsTo: 'Whoever meets a higher term, in a request or in a reply, takes it over.',
  seeds: 8,
  servers: SIZES,
  play: (world) => playRounds(world, 'ahead-in-term', aheadInTerm),
});
