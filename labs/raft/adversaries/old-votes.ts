import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { makePatient } from './candidates.ts';
import { playElections } from './rounds.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

/** A candidate may look at its votes a moment after they have come. */
const LOOK_MS = 30;

/**
 * How a candidate comes to the term that another leads: it stands again, it is told, or it is told
 * right after it got the vote that makes the majority.
 */
const WAYS = ['stands', 'told', 'told-at-once'] as const;
type Way = (typeof WAYS)[number];

/** Votes of an old election come when their candidate is in a term that another server leads. */
function* oldVotes(stage: RaftStage, old: number): Steps<boolean> {
  const { world } = stage;
  const way = world.random.pick(WAYS);
  const [a = old, b = old] = world.random.shuffle(stage.others(old));
  const voteForA = { to: a, half: 'reply', role: 'vote' } as const;
  if (!(yield* makePatient(stage, old, b))) return false;
  const question = stage.lookFor({ from: a, role: 'vote', half: 'request' });
  stage.hold({ half: 'request', role: 'vote' });
  stage.cut(old);
  if ((yield* question.comes(2 * PATIENCE_MS)) === null) return false;
  const given = stage.lookFor({ ...voteForA, from: b });
  stage.hold(voteForA);
  // The voter sets its timer as it votes: it will stand before the candidate does again.
  if (way !== 'stands') stage.hurry(b);
  else stage.calm();
  stage.release({ from: a, to: b });
  if ((yield* given.comes(PATIENCE_MS)) === null) return false;
  if (!(yield* anotherLeads(stage, a, old, way))) return false;

  const isAtOnce = way === 'told-at-once';
  stage.hold(({ from, to, role, half }) => {
    return half === 'request' && role !== 'other' && (from === a || (to === a && !isAtOnce));
  });
  const { term } = world.view(a);
  const vote = stage.lookFor({ ...voteForA, from: b });
  // What was held goes on in its order: the vote comes before the newer term.
  if (isAtOnce) stage.release({ to: a });
  else stage.release({ from: b, to: a });
  yield* until(() => world.view(a).isLeader || (!isAtOnce && world.view(a).term !== term), LOOK_MS);
  return vote.hasCome;
}

/** Another server comes to lead a term; the candidate gets no vote, and nobody hears that it stands. */
function* anotherLeads(stage: RaftStage, a: number, old: number, way: Way): Steps<boolean> {
  const { world } = stage;
  let askedIn = -1;
  stage.hold(({ from, to, role, half }) => {
    if (from === a && half === 'request') askedIn = world.view(a).term;
    if (half === 'reply') return to === a && role === 'vote';
    if (role === 'other') return false;
    return to === a ? way !== 'told' || role !== 'vote' : from === a;
  });
  stage.slow(a);
  stage.join(old);
  const isAnother = (): boolean => {
    const leader = world.leader();
    if (leader === null || leader === a || world.view(a).isLeader) return false;
    const { term } = world.view(a);
    if (way === 'told-at-once') return world.view(leader).term > term;
    return world.view(leader).term === term && (way === 'told' || askedIn === term);
  };
  return yield* until(isAnother, 2 * PATIENCE_MS);
}

export const oldVotesScenario = raftScenario({
  id: 'old-votes',
  title: 'votes of an old election do not count',
  holdsTo:
    'A vote counts only in the term it was given in, for a server that is still a candidate in it.',
  part: '3A',
  points: 2,
  kind: 'exploration',
  source: 'Raft paper, 5.2',
  servers: 3,
  play: (world) => playElections(world, 'old-votes', oldVotes),
});
