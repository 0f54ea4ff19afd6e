import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

/** More than the way of a message and its answer, and the time that some Rafts take to give it. */
const SOON_MS = 60;
/** A candidate may look at its votes a moment after they have come. */
const LOOK_MS = 20;

const WAYS = ['voter-mid', 'voter', 'candidate', 'append'] as const;

/** Two candidates of one term: whoever voted for the first is asked by the second. */
function* twoCandidates(stage: RaftStage): Steps<boolean> {
  const { world } = stage;
  const [v = 0, a = 0, b = 0] = world.random.shuffle(world.all);
  const way = world.random.pick(WAYS);
  if (!(yield* bothStand(stage, v, a, b))) return false;

  const { term } = world.view(a);
  stage.hold(({ from, half, role }) => {
    if (half !== 'request') return false;
    return role === 'vote' ? from !== a : from === a && role !== 'other' && way !== 'append';
  });
  if (way === 'voter-mid') stage.killAfter({ from: v, to: a, role: 'vote' });
  const appended = stage.lookFor({ from: v, to: a, half: 'reply', role: 'append' });
  stage.release({ from: a, to: v });
  const hasWon = (): boolean => world.view(a).isLeader && world.view(a).term === term;
  if (!(yield* until(hasWon, 100))) return false;
  stage.spare();
  const asked = way === 'candidate' ? a : v;
  if (way === 'append') yield* appended.comes(SOON_MS);
  else {
    stage.crash(asked);
    yield* wait(world.random.between(1, 5));
    stage.restart(asked);
  }
  const isReady = way !== 'append' || appended.hasCome;
  stage.hold(({ from, to, half, role }) => {
    if (half !== 'request') return false;
    return role === 'vote' ? from !== b || to !== asked : from === a;
  });
  const answer = stage.lookFor({ from: asked, to: b, half: 'reply', role: 'vote' });
  stage.release({ from: b, to: asked });
  yield* answer.comes(SOON_MS);
  yield* until(() => world.view(b).isLeader || world.view(b).term !== term, LOOK_MS);
  return answer.hasCome && isReady;
}

/** All restart, the voter with a slow clock, until both candidates stand in one term, unheard. */
function* bothStand(stage: RaftStage, v: number, a: number, b: number): Steps<boolean> {
  const { world } = stage;
  const askedAt = new Map<number, number>();
  stage.hold(({ from, half, role }) => {
    if (half !== 'request' || role !== 'vote') return false;
    askedAt.set(from, world.view(from).term);
    return true;
  });
  stage.crash(...world.all);
  stage.slow(v);
  stage.restart(...world.all);
  const sameTerm = (): boolean => {
    const { term } = world.view(a);
    return world.view(b).term === term && askedAt.get(a) === term && askedAt.get(b) === term;
  };
  return yield* until(sameTerm, 2 * PATIENCE_MS);
}

export const twoCandidatesScenario = raftScenario({
  id: 'two-candidates',
  title: 'one vote in a term, whatever crashes',
  holdsTo:
    "The vote is on the disk before the answer leaves, and a candidate's own before it can win.",
  part: '3C',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.2 and Figure 2',
  servers: 3,
  play: (world) => playRounds(world, 'two-candidates', twoCandidates),
});
