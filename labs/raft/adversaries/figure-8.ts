import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds, type Round } from './rounds.ts';
import { carries, carrying, PATIENCE_MS, type RaftStage, type Started } from './stage.ts';

/** Calls after which a leader that replicates only at heartbeats has learned what a follower has. */
const CALLS = 4;
/** More than the way of an answer, and the time that a Raft takes to act on it. */
const SOON_MS = 50;

/**
 * Figure 8 of the paper. In most rounds the clients are silent, since a new entry may hide the bug;
 * in the others the leader has an entry of its own term, which nobody else gets.
 */
function* figure8(stage: RaftStage, a: number): Steps<boolean> {
  const { world } = stage;
  const [b = a, c = a] = world.random.shuffle(stage.others(a));
  const stranded = yield* strand(stage, a, b, 1);
  if (stranded === null) return false;
  const { x, y, areSaved } = stranded;

  stage.hurry(a);
  stage.restart(a);
  if (!(yield* stage.leads(a, y.term))) return false;
  stage.calm();
  const isSpread = world.random.chance(400_000)
    ? yield* addOwnEntry(stage, a, c, x)
    : yield* spreadInSilence(stage, a, c, x);
  const term = stage.term;
  stage.crash(a);

  stage.hurry(b);
  stage.restart(b);
  if (!(yield* stage.leads(b, term))) return false;
  return (yield* moveOn(stage, term, 2)) && areSaved && isSpread;
}

interface Stranded {
  readonly x: Started;
  readonly y: Started;
  /** Whether both are on their leaders' disks; a wrong Raft may not save them. */
  readonly areSaved: boolean;
}

/** `a` and then `b` leads and is lost, each with entries on its disk that nobody else has; the last of each. */
function* strand(stage: RaftStage, a: number, b: number, count: number): Steps<Stranded | null> {
  const { world } = stage;
  yield* stage.makeNext(b);
  stage.cut(a);
  const x = stage.give(a, count);
  if (x === null) return null;
  const hasX = yield* stage.saves(a, x.command);
  stage.crash(a);
  stage.join(a);

  if (!(yield* stage.leads(b, x.term))) return null;
  stage.cut(b);
  const y = world.start(b);
  if (y === null) return null;
  const hasY = yield* stage.saves(b, y.command);
  stage.crash(b);
  stage.join(b);
  return { x, y, areSaved: hasX && hasY };
}

/** Waits until `c` has the old entry and its leader knows it; returns whether that is so. */
function* spreadInSilence(stage: RaftStage, a: number, c: number, old: Started): Steps<boolean> {
  const { world } = stage;
  const isStored = (args: string): boolean =>
    carries(args, old.command) && stage.hasSaved(c, old.command);
  const answers = stage.lookFor({ from: c, to: a, half: 'reply' });
  const known = stage.lookFor({ from: c, to: a, half: 'reply', args: isStored });
  const isOut = (): boolean => world.view(a).lastApplied >= old.index;
  yield* until(() => answers.count >= CALLS || isOut(), PATIENCE_MS);
  yield* wait(world.random.between(0, 20));
  return known.hasCome;
}

/** The leader learns that `c` has the old entry when it has a new one, which does not reach `c`. */
function* addOwnEntry(stage: RaftStage, a: number, c: number, old: Started): Steps<boolean> {
  const { world } = stage;
  const answer = { from: c, to: a, half: 'reply', args: carrying(old.command) } as const;
  if (!(yield* stage.arrival(answer, { hold: true, withinMs: PATIENCE_MS }))) return false;
  stage.hold(({ from, to, half }) => (half === 'request' ? from === a : from === c && to === a));
  const own = world.start(a);
  const hasBoth =
    own !== null && (yield* stage.saves(a, own.command)) && stage.hasSaved(c, old.command);
  stage.hold({ from: a, half: 'request' });
  stage.release({ from: c, to: a });
  yield* stage.applies([a], old.index, SOON_MS);
  return hasBoth;
}

/**
 * The same until an old entry is on a majority, whose acknowledgement comes late. Then the other
 * leader's shorter log replaces it everywhere, and the first one leads again, with new entries there.
 */
function* ledAgain(stage: RaftStage, a: number): Steps<boolean> {
  const { random } = stage.world;
  const [b = a, c = a] = random.shuffle(stage.others(a));
  const stranded = yield* strand(stage, a, b, random.between(3, 6));
  if (stranded === null) return false;
  const { x, areSaved } = stranded;
  stage.hurry(a);
  stage.restart(a);
  const ack = { from: c, to: a, half: 'reply', args: carrying(x.command) } as const;
  if (!(yield* stage.arrival(ack, { hold: true, withinMs: 2 * PATIENCE_MS }))) return false;
  const between = yield* replaceEverywhere(stage, a, b);
  if (between === null) return false;

  yield* stage.makeNext(a);
  stage.cut(b);
  if (!(yield* stage.leads(a, between.term))) return false;
  stage.calm();
  stage.hold({ from: a, half: 'request' });
  let last = between;
  while (last.index < x.index) {
    const started = stage.world.start(a);
    if (started === null) return false;
    last = started;
  }
  const areAllSaved = areSaved && (yield* stage.saves(a, last.command));
  stage.release({ from: c, to: a });
  yield* stage.applies([a], x.index, SOON_MS);
  const newest = stage.term;
  stage.crash(a);
  stage.holdNothing();
  stage.join(b);
  return (yield* moveOn(stage, newest, 2)) && areAllSaved;
}

/** The other leader's log takes the place of the first one's on all servers; the entry that tells of it. */
function* replaceEverywhere(stage: RaftStage, a: number, b: number): Steps<Started | null> {
  const { world } = stage;
  const { term } = world.view(a);
  stage.cut(a);
  stage.hurry(b);
  stage.restart(b);
  if (!(yield* stage.leads(b, term))) return null;
  const z = world.start(b);
  if (z === null) return null;
  stage.join(a);
  return (yield* stage.spreads(z.index, 3)) ? z : null;
}

/** Its entries are counted while their leader leads them, or when it leads again. */
const round: Round = (stage, leader) =>
  stage.world.random.chance(300_000) ? ledAgain(stage, leader) : figure8(stage, leader);

export const figure8Aimed = raftScenario({
  id: 'figure-8-aimed',
  title: 'no entry of an old term is counted',
  holdsTo: 'A leader counts copies only of entries of its own term.',
  part: '3C',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.4.2 and Figure 8',
  servers: 3,
  play: (world) => playRounds(world, 'figure-8-aimed', round),
});
