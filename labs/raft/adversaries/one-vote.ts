import { until, wait, type Steps } from '../../../harness/scenario/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { inOneTerm, makePatient } from './candidates.ts';
import { playElections } from './rounds.ts';
import { PATIENCE_MS, type Stage } from './stage.ts';

/**
 * Who is asked again: voters at once, in the same moment, after they heard the winner, or when they
 * are in a newer term; the two candidates themselves; or the winner, when it has given up, unheard.
 */
const WAYS = ['voters', 'together', 'followers', 'gone-on', 'rivals', 'resigned'] as const;
const SOON_MS = 30;
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
  let heard = new Set<number>();
  stage.watch = ({ from, to, half, role }) => {
    if (to === a && half === 'reply' && role === 'append') heard = heard.add(from);
  };
  stage.hold = ({ from, to, half, role }) => {
    if (half !== 'request' || role === 'other') return false;
    return role === 'vote' ? !isPassing(from, to) : way !== 'followers' || to === b;
  };
  const ask = (...pairs: [number, number][]): void => {
    links = pairs;
    for (const [from, to] of pairs) stage.release(from, to);
  };
  if (way === 'rivals' || way === 'together') {
    if (way === 'rivals') ask([a, b], [b, a], [a, v], [b, w]);
    else ask([a, v], [b, v], [a, w], [b, w]);
    yield* wait(SOON_MS);
    return true;
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
    return true;
  }
  if (way === 'followers') yield* until(() => heard.has(v) && heard.has(w), SOON_MS);
  if (way === 'gone-on') {
    ask([w, v]);
    const areGone = (): boolean => [v, w].every((each) => world.view(each).term > term);
    if (!(yield* until(areGone, PATIENCE_MS)) || world.view(b).term !== term) return false;
  }
  ask([b, v], [b, w]);
  yield* until(() => world.view(b).isLeader || world.view(b).term !== term, SOON_MS);
  return true;
}

export const oneVoteScenario = raftScenario({
  id: 'one-vote',
  title: 'a server has one vote in a term',
  part: '3A',
  points: 2,
  kind: 'exploration',
  source: 'Raft paper, 5.2',
  // A Raft that asks before it stands comes to two or three rounds a run, and there are six ways.
  seeds: 32,
  servers: 5,
  play: (world) => playElections(world, 'one-vote', oneVote),
});
