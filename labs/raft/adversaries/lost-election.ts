import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { inOneTerm, makePatient } from './candidates.ts';
import { playElections } from './rounds.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

/** More than an election timeout. */
const QUIET_MS = 1_500;

/** Two candidates of one term: the one that loses hears the winner, and must stand no more. */
function* lostElection(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const [a = leader, b = leader, v = leader, w = leader] = world.random.shuffle(
    stage.others(leader),
  );
  if (!(yield* makePatient(stage, leader, v, w))) return false;
  stage.cut(leader);
  const term = yield* inOneTerm(stage, a, b);
  if (term === null) return false;

  const heard = stage.lookFor({ from: a, to: b, half: 'request', role: 'append' });
  stage.hold(({ from, to, half, role }) => {
    return half === 'request' && role === 'vote' && (from !== a || to === b);
  });
  stage.release({ from: a, to: v });
  stage.release({ from: a, to: w });
  if ((yield* heard.comes(PATIENCE_MS)) === null) return false;
  if (!world.view(a).isLeader || stage.term !== term) return false;
  // The old leader is cut off, and may stand in any term meanwhile.
  const terms = (): number[] => [a, b, v, w].map((each) => world.view(each).term);
  const isOver = (): boolean => !world.view(a).isLeader || terms().some((each) => each > term);
  const sinceUs = world.sim.nowUs;
  yield* until(isOver, QUIET_MS);
  const afterMs = (world.sim.nowUs - sinceUs) / 1_000;
  world.demand(
    world.view(a).isLeader && terms().every((each) => each === term),
    {
      id: 'loser-follows',
      about: 'progress',
      sentence: 'A candidate that hears the leader of its own term has lost, and follows it.',
    },
    `servers ${a} and ${b} stood in term ${term}, and server ${b} heard that server ${a} had won`,
    `${afterMs / 1_000} s later, with nothing failed since, the term was ${Math.max(...terms())}`,
  );
  return true;
}

export const lostElectionScenario = raftScenario({
  id: 'lost-election',
  title: 'a candidate follows the leader of its term',
  holdsTo: 'A candidate that hears the leader of its own term follows it.',
  part: '3A',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.2',
  servers: 5,
  play: (world) => playElections(world, 'lost-election', lostElection),
});
