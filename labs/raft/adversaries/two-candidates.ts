import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { PATIENCE_MS, type Stage } from './stage.ts';

/** More than the way of a message and its answer, and the time that some Rafts take to give it. */
const SOON_MS = 60;
/** A candidate may look at its votes a moment after they have come. */
const LOOK_MS = 20;

const WAYS = ['voter-mid', 'voter', 'candidate', 'append'] as const;

/** Two candidates of one term: whoever voted for the first is asked by the second. */
function* twoCandidates(stage: Stage): Steps<boolean> {
  const { world } = stage;
  const [v = 0, a = 0, b = 0] = world.random.shuffle(world.all);
  const way = world.random.pick(WAYS);
  const askedAt = new Map<number, number>();
  const hold: Stage['hold'] = ({ from, half, role }) => {
    if (half !== 'request' || role !== 'vote') return false;
    askedAt.set(from, world.view(from).term);
    return true;
  };
  stage.hold = hold;
  stage.crash(...world.all);
  stage.slow(v);
  stage.restart(...world.all);
  const sameTerm = (): boolean => {
    const { term } = world.view(a);
    return world.view(b).term === term && askedAt.get(a) === term && askedAt.get(b) === term;
  };
  if (!(yield* until(sameTerm, 2 * PATIENCE_MS))) return false;

  const { term } = world.view(a);
  stage.hold = ({ from, half, role }) =>
    half === 'request' &&
    (role === 'vote' ? from !== a : from === a && role !== 'other' && way !== 'append');
  let appended = false;
  if (way === 'voter-mid') {
    stage.kill = (server, _effect, answer) =>
      server === v && answer?.to === a && answer.role === 'vote';
  }
  stage.watch = ({ from, to, half, role }) => {
    appended ||= from === v && to === a && half === 'reply' && role === 'append';
  };
  stage.release(a, v);
  if (!(yield* until(() => world.view(a).isLeader && world.view(a).term === term, 100))) {
    return false;
  }
  stage.kill = () => false;
  let asked = v;
  if (way === 'append') yield* until(() => appended, SOON_MS);
  else {
    asked = way === 'candidate' ? a : v;
    stage.crash(asked);
    yield* wait(world.random.between(1, 5));
    stage.restart(asked);
  }
  stage.hold = ({ from, to, half, role }) =>
    half === 'request' && (role === 'vote' ? from !== b || to !== asked : from === a);
  let isAnswered = false;
  stage.watch = ({ from, to, half, role }) => {
    isAnswered ||= from === asked && to === b && half === 'reply' && role === 'vote';
  };
  stage.release(b, asked);
  yield* until(() => isAnswered, SOON_MS);
  yield* until(() => world.view(b).isLeader || world.view(b).term !== term, LOOK_MS);
  return isAnswered && (appended || way !== 'append');
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
