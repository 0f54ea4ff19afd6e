import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds, type Round } from './rounds.ts';
import { carries, PATIENCE_MS, type Stage } from './stage.ts';

/** Calls after which a leader that replicates only at heartbeats has learned what a follower has. */
const CALLS = 4;
/** More than the way of an answer, and the time that a Raft takes to act on it. */
const SOON_MS = 50;

/**
 * Figure 8 of the paper. In most rounds the clients are silent, since a new entry may hide the bug;
 * in the others the leader has an entry of its own term, which nobody else gets.
 */
function* figure8(stage: Stage, a: number): Steps<boolean> {
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

interface Given {
  readonly index: number;
  readonly term: number;
  readonly command: string;
}

interface Stranded {
  readonly x: Given;
  readonly y: Given;
  /** Whether both are on their leaders' disks; a wrong Raft may not save them. */
  readonly areSaved: boolean;
}

/** `a` and then `b` leads and is lost, each with entries on its disk that nobody else has; the last of each. */
function* strand(stage: Stage, a: number, b: number, count: number): Steps<Stranded | null> {
  const { world } = stage;
  yield* stage.makeNext(b);
  stage.cut(a);
  let x = world.start(a);
  for (let i = 1; i < count; i++) x = world.start(a);
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
function* spreadInSilence(stage: Stage, a: number, c: number, old: Given): Steps<boolean> {
  const { world } = stage;
  let calls = 0;
  let isKnown = false;
  stage.watch = ({ from, to, half, args }) => {
    if (from !== c || to !== a || half !== 'reply') return;
    calls++;
    isKnown ||= carries(args, old.command) && stage.hasSaved(c, old.command);
  };
  const isOut = (): boolean => world.view(a).lastApplied >= old.index;
  yield* until(() => calls >= CALLS || isOut(), PATIENCE_MS);
  yield* wait(world.random.between(0, 20));
  return isKnown;
}

/** The leader learns that `c` has the old entry when it has a new one, which does not reach `c`. */
function* addOwnEntry(stage: Stage, a: number, c: number, old: Given): Steps<boolean> {
  const { world } = stage;
  let isStored = false;
  stage.hold = ({ from, to, half, args }) => {
    if (from === c && to === a && half === 'reply' && carries(args, old.command)) isStored = true;
    return isStored;
  };
  if (!(yield* until(() => isStored, PATIENCE_MS))) return false;
  stage.hold = ({ from, to, half }) =>
    (from === a && half === 'request') || (from === c && to === a && half === 'reply');
  const own = world.start(a);
  const hasBoth =
    own !== null && (yield* stage.saves(a, own.command)) && stage.hasSaved(c, old.command);
  stage.hold = ({ from, half }) => from === a && half === 'request';
  stage.release(c, a);
  yield* until(() => world.view(a).lastApplied >= old.index, SOON_MS);
  return hasBoth;
}

/**
 * The same until an old entry is on a majority, whose acknowledgement comes late. Then the other
 * leader's shorter log replaces it everywhere, and the first one leads again, with new entries there.
 */
function* ledAgain(stage: Stage, a: number): Steps<boolean> {
  const { world } = stage;
  const [b = a, c = a] = world.random.shuffle(stage.others(a));
  const stranded = yield* strand(stage, a, b, world.random.between(3, 6));
  if (stranded === null) return false;
  const { index, command } = stranded.x;
  let isAll = stranded.areSaved;
  let isStored = false;
  stage.hold = ({ from, to, half, args }) => {
    const isAck = from === c && to === a && half === 'reply' && carries(args, command);
    isStored ||= isAck;
    return isAck;
  };
  stage.hurry(a);
  stage.restart(a);
  if (!(yield* until(() => isStored, 2 * PATIENCE_MS))) return false;
  const { term } = world.view(a);
  stage.cut(a);
  stage.hurry(b);
  stage.restart(b);
  if (!(yield* stage.leads(b, term))) return false;
  const z = world.start(b);
  if (z === null) return false;
  stage.join(a);
  if (!(yield* until(() => world.appliedBy(z.index).length === 3, PATIENCE_MS))) return false;

  yield* stage.makeNext(a);
  stage.cut(b);
  if (!(yield* stage.leads(a, z.term))) return false;
  stage.calm();
  stage.hold = ({ from, half }) => from === a && half === 'request';
  let last = z;
  while (last.index < index) {
    const started = world.start(a);
    if (started === null) return false;
    last = started;
  }
  isAll &&= yield* stage.saves(a, last.command);
  stage.release(c, a);
  yield* until(() => world.view(a).lastApplied >= index, SOON_MS);
  const newest = stage.term;
  stage.crash(a);
  stage.hold = () => false;
  stage.join(b);
  return (yield* moveOn(stage, newest, 2)) && isAll;
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
