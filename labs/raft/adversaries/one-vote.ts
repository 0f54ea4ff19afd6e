import { allCome, type Sighting } from '../../../harness/adversary/sighting.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { inOneTerm, makePatient } from './candidates.ts';
import { playElections } from './rounds.ts';
import { PATIENCE_MS, type RaftMessage, type RaftStage } from './stage.ts';

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
function* oneVote(stage: RaftStage, leader: number): Steps<boolean> {
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

  const told = [v, w].map((from) => stage.lookFor({ from, to: a, half: 'reply', role: 'append' }));
  const ask = asking(stage, (to) => way !== 'followers' || to === b);
  if (way === 'rivals') return yield* bothAsk(ask([a, b], [b, a], [a, v], [b, w]));
  if (way === 'together') return yield* bothAsk(ask([a, v], [b, v], [a, w], [b, w]));
  if (way === 'gone-on') stage.hurry(w);
  ask([a, v], [a, w]);
  if (!(yield* until(() => world.view(a).isLeader, SOON_MS))) return false;
  if (way === 'resigned') return yield* resigned(stage, { a, b, leader, term }, ask);
  if (way === 'followers' && !(yield* allCome(told, SOON_MS))) return false;
  if (way === 'gone-on') {
    ask([w, v]);
    const areGone = (): boolean => [v, w].every((each) => world.view(each).term > term);
    if (!(yield* until(areGone, PATIENCE_MS)) || world.view(b).term !== term) return false;
  }
  const answers = ask([b, v], [b, w]);
  yield* allCome(answers, SOON_MS);
  yield* until(() => world.view(b).isLeader || world.view(b).term !== term, LOOK_MS);
  return answers.every(({ hasCome }) => hasCome);
}

/** Lets the questions on these links through, and no others; returns what is seen of their answers. */
type Ask = (...links: [candidate: number, voter: number][]) => Sighting<RaftMessage>[];

/** Holds all questions but those that are asked, and what a leader says to those that are to be deaf. */
function asking(stage: RaftStage, isDeaf: (to: number) => boolean): Ask {
  let links: readonly (readonly [number, number])[] = [];
  stage.hold(({ from, to, half, role }) => {
    if (half !== 'request' || role === 'other') return false;
    if (role !== 'vote') return isDeaf(to);
    return !links.some(([source, target]) => source === from && target === to);
  });
  return (...asked) => {
    links = asked;
    const answers = asked.map(([to, from]) =>
      stage.lookFor({ from, to, half: 'reply', role: 'vote' }),
    );
    for (const [from, to] of asked) stage.release({ from, to });
    return answers;
  };
}

function* bothAsk(answers: readonly Sighting<RaftMessage>[]): Steps<boolean> {
  yield* allCome(answers, SOON_MS);
  yield* wait(LOOK_MS);
  return answers.every(({ hasCome }) => hasCome);
}

/** The winner gives up, unheard; then the other candidate asks it, and the leader before them. */
function* resigned(
  stage: RaftStage,
  cast: { readonly a: number; readonly b: number; readonly leader: number; readonly term: number },
  ask: Ask,
): Steps<boolean> {
  const { world } = stage;
  const { a, b, leader, term } = cast;
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
  const [answer] = ask([b, a], [b, leader]);
  yield* until(() => world.view(b).isLeader || !isStill(b), SOON_MS);
  return answer?.hasCome === true;
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
