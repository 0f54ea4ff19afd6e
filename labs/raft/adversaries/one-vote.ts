import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { inOneTerm, makePatient } from './candidates.ts';
import { playElections } from './rounds.ts';
import { PATIENCE_MS, type Stage } from './stage.ts';

/**
 * Who is asked again: voters at once, in the same moment, after they heard the winner, or when they
 * are in a newer term; the two candidates themselves; or the winner, when it has given up, unheard.
 */
const WAYS = ['voters', 'together', 'followers', 'gone-on', 'rivals', 'resigned'] as const;
/** More than the way of a message and its answer, and the time that some Rafts take to give it. */
const SOON_MS = 60;
/** A candidate may look at its votes a moment after they have come. */
const LOOK_MS = 20;
/** A leader that looks whether a majority answers may do so at this many times its usual pace. */
const RESIGNS_MS = 1_000;

/** Two candidates of one term, and two more servers: all four together have one vote each. */
function* oneVote(stage: Stage, leader: number): Steps<boolean> {
  const { world } = stage;
  const way = world.random.pick(WAYS);
  const [a = leader, b = leader, v = leader, w = leader] = world.random.shuffle(
    stage.others(leader),
  );
  if (!(yield* makePatient(stage, leader, v, w))) return false;
  if (way === 'resigned') stage.block(leader, a, b, v, w);
  else stage.cut(leader);
  const term = yield* inOneTerm(stage, a, b);
  if (term === null) return false;

  let links: readonly (readonly [number, number])[] = [];
  const isPassing = (from: number, to: number): boolean =>
    links.some(([source, target]) => source === from && target === to);
  const heard = new Set<number>();
  const answered = new Set<string>();
  stage.watch = ({ from, to, half, role }) => {
    if (half !== 'reply') return;
    if (to === a && role === 'append') heard.add(from);
    if (role === 'vote') answered.add(`${to}>${from}`);
  };
  stage.hold = ({ from, to, half, role }) => {
    if (half !== 'request' || role === 'other') return false;
    return role === 'vote' ? !isPassing(from, to) : way !== 'followers' || to === b;
  };
  const ask = (...pairs: [number, number][]): void => {
    links = pairs;
    answered.clear();
    for (const [from, to] of pairs) stage.release(from, to);
  };
  const areAnswered = (): boolean => links.every(([from, to]) => answered.has(`${from}>${to}`));
  if (way === 'rivals' || way === 'together') {
    if (way === 'rivals') ask([a, b], [b, a], [a, v], [b, w]);
    else ask([a, v], [b, v], [a, w], [b, w]);
    yield* until(areAnswered, SOON_MS);
    yield* wait(LOOK_MS);
    return areAnswered();
  }
  if (way === 'gone-on') stage.hurry(w);
  ask([a, v], [a, w]);
  if (!(yield* until(() => world.view(a).isLeader, SOON_MS))) return false;
  if (way === 'resigned') {
    stage.hurry(a);
    stage.slow(b);
    stage.cut(a);
    const isStill = (each: number): boolean => world.view(each).term === term;
    const hasResigned = (): boolean => !world.view(a).isLeader || !isStill(b);
    if (!(yield* until(hasResigned, RESIGNS_MS)) || !isStill(a) || !isStill(b)) return true;
    // The old leader has a vote too; after a restart it knows that it leads no more.
    stage.crash(leader);
    stage.restart(leader);
    stage.unblock(leader, b);
    stage.join(a);
    ask([b, a], [b, leader]);
    yield* until(() => world.view(b).isLeader || !isStill(b), SOON_MS);
    return answered.has(`${b}>${a}`);
  }
  const areTold = (): boolean => heard.has(v) && heard.has(w);
  if (way === 'followers' && !(yield* until(areTold, SOON_MS))) return false;
  if (way === 'gone-on') {
    ask([w, v]);
    const areGone = (): boolean => [v, w].every((each) => world.view(each).term > term);
    if (!(yield* until(areGone, PATIENCE_MS)) || world.view(b).term !== term) return false;
  }
  ask([b, v], [b, w]);
  yield* until(areAnswered, SOON_MS);
  yield* until(() => world.view(b).isLeader || world.view(b).term !== term, LOOK_MS);
  return areAnswered();
}

export const oneVoteScenario = raftScenario({
  id: 'one-vote',
  title: 'a server has one vote in a term',
  holdsTo: 'A server gives one vote in a term, to the first who may have it.',
  part: '3A',
  points: 2,
  kind: 'exploration',
  source: 'Raft paper, 5.2',
  // A Raft that asks before it stands comes to two or three rounds a run, and there are six ways.
  seeds: 32,
  servers: 5,
  play: (world) => playElections(world, 'one-vote', oneVote),
});
