import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { beginAnew, inOneTerm } from './candidates.ts';
import { playElections } from './rounds.ts';
import type { RaftStage } from './stage.ts';

/** More than the way of a message and its answer, and the time that some Rafts take to give it. */
const SOON_MS = 60;
/** A candidate may look at its votes a moment after they have come. */
const LOOK_MS = 20;

/**
 * A leader learns from a refusal that there is a newer term, and only then gives its vote in it. It
 * crashes, and the other candidate of that term asks it.
 */
function* termBeforeVote(stage: RaftStage, voter: number): Steps<boolean> {
  const { world } = stage;
  const [a = voter, b = voter] = world.random.shuffle(stage.others(voter));
  if (!(yield* beginAnew(stage, voter, a, b))) return false;
  const term = yield* inOneTerm(stage, a, b, voter);
  if (term === null) return false;

  let asking: number | null = null;
  stage.hold(({ from, to, half, role }) => {
    if (half !== 'request') return false;
    if (from === voter) return to !== a;
    return role !== 'other' && (role !== 'vote' || from !== asking || to !== voter);
  });
  const ask = (candidate: number): void => {
    asking = candidate;
    stage.release({ from: candidate, to: voter });
  };
  const isStill = (server: number): boolean => world.view(server).term === term;
  // From here on it waits longer than all that follows takes.
  stage.slow(voter);
  stage.release({ from: voter, to: a });
  if (!(yield* until(() => isStill(voter), 2 * SOON_MS)) || !isStill(a) || !isStill(b))
    return false;

  if (world.random.chance(500_000)) {
    stage.killAfter({ from: voter, role: 'vote' });
  }
  ask(a);
  if (!(yield* until(() => world.view(a).isLeader || !isStill(a), SOON_MS))) return false;
  stage.spare();
  if (!isStill(a) || !isStill(b)) return false;
  stage.crash(voter);
  yield* wait(world.random.between(1, 5));
  stage.restart(voter);
  const answer = stage.lookFor({ from: voter, to: b, half: 'reply', role: 'vote' });
  ask(b);
  yield* answer.comes(SOON_MS);
  yield* until(() => world.view(b).isLeader || !isStill(b), LOOK_MS);
  return answer.hasCome;
}

export const termBeforeVoteScenario = raftScenario({
  id: 'term-before-vote',
  title: 'a vote in a known term is saved too',
  part: '3C',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.2 and Figure 2',
  holdsTo: 'The vote is on the disk before the answer leaves, also when the term was saved before.',
  // Who saves a new term only with its first answer is caught in one run of ten.
  seeds: 48,
  servers: 3,
  play: (world) => playElections(world, 'term-before-vote', termBeforeVote),
});
