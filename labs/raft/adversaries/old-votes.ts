import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { makePatient } from './candidates.ts';
import { playElections } from './rounds.ts';
import { PATIENCE_MS, type Stage } from './stage.ts';

/**
 * How a candidate comes to the term that another leads: it stands again, it is told, or it is told
 * right after it got the vote that makes the majority.
 */
/** A candidate may look at its votes a moment after they have come. */
const LOOK_MS = 30;

const WAYS = ['stands', 'told', 'told-at-once'] as const;

/** Votes of an old election come when their candidate is in a term that another server leads. */
function* oldVotes(stage: Stage, old: number): Steps<boolean> {
  const { world } = stage;
  const way = world.random.pick(WAYS);
  const [a = old, b = old] = world.random.shuffle(stage.others(old));
  const isVoteFor = (to: number, role: string, half: string): boolean =>
    to === a && half === 'reply' && role === 'vote';
  if (!(yield* makePatient(stage, old, b))) return false;
  let [isAsked, votes] = [false, 0];
  stage.hold = ({ from, role, half }) => {
    isAsked ||= from === a && role === 'vote' && half === 'request';
    return half === 'request' && role === 'vote';
  };
  stage.cut(old);
  if (!(yield* until(() => isAsked, 2 * PATIENCE_MS))) return false;
  stage.hold = ({ from, to, role, half }) => {
    if (isVoteFor(to, role, half) && from === b) votes++;
    return isVoteFor(to, role, half);
  };
  // The voter sets its timer as it votes: it will stand before the candidate does again.
  if (way !== 'stands') stage.hurry(b);
  else stage.calm();
  stage.release(a, b);
  if (!(yield* until(() => votes > 0, PATIENCE_MS))) return false;

  // From here on the candidate gets no vote and hears no leader; nobody hears that it stands.
  let askedIn = -1;
  stage.hold = ({ from, to, role, half }) => {
    if (from === a && half === 'request') askedIn = world.view(a).term;
    if (isVoteFor(to, role, half)) return true;
    if (half === 'reply' || role === 'other') return false;
    return to === a ? way !== 'told' || role !== 'vote' : from === a;
  };
  stage.slow(a);
  stage.join(old);
  const another = (): boolean => {
    const leader = world.leader();
    if (leader === null || leader === a || world.view(a).isLeader) return false;
    const { term } = world.view(a);
    if (way === 'told-at-once') return world.view(leader).term > term;
    return world.view(leader).term === term && (way === 'told' || askedIn === term);
  };
  if (!(yield* until(another, 2 * PATIENCE_MS))) return false;
  const isAtOnce = way === 'told-at-once';
  stage.hold = ({ from, to, role, half }) =>
    half === 'request' && role !== 'other' && (from === a || (to === a && !isAtOnce));
  const { term } = world.view(a);
  let hasCome = false;
  stage.watch = ({ from, to, role, half }) => {
    hasCome ||= from === b && isVoteFor(to, role, half);
  };
  // What was held goes on in its order: the vote comes before the newer term.
  if (isAtOnce) world.sim.calls.release((_from, to) => to === a);
  else stage.release(b, a);
  yield* until(() => world.view(a).isLeader || (!isAtOnce && world.view(a).term !== term), LOOK_MS);
  return hasCome;
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
