import { until, wait, type Steps } from '../../../harness/scenario/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds } from './rounds.ts';
import { carries, PATIENCE_MS, type Stage } from './stage.ts';

/** Calls after which a leader that replicates only at heartbeats has learned what a follower has. */
const CALLS = 4;

/**
 * Figure 8 of the paper. In most rounds the clients are silent, since a new entry may hide the bug;
 * in the others the leader has an entry of its own term, which nobody else gets.
 */
function* figure8(stage: Stage, a: number): Steps<boolean> {
  const { world } = stage;
  const [b = a, c = a] = world.random.shuffle(stage.others(a));
  yield* stage.makeNext(b);
  stage.cut(a);
  const x = world.start(a);
  stage.crash(a);
  stage.join(a);
  if (x === null) return false;

  if (!(yield* stage.leads(b, x.term))) return false;
  stage.cut(b);
  const y = world.start(b);
  stage.crash(b);
  stage.join(b);
  if (y === null) return false;

  stage.hurry(a);
  stage.restart(a);
  if (!(yield* stage.leads(a, y.term))) return false;
  stage.calm();
  if (world.random.chance(400_000)) yield* addOwnEntry(stage, a, c, x);
  else yield* spreadInSilence(stage, a, c, x);
  const term = stage.term;
  stage.crash(a);

  stage.hurry(b);
  stage.restart(b);
  if (!(yield* stage.leads(b, term))) return false;
  return yield* moveOn(stage, term, 2);
}

interface Given {
  readonly index: number;
  readonly command: string;
}

/** Waits until `c` has the old entry and its leader knows it. */
function* spreadInSilence(stage: Stage, a: number, c: number, old: Given): Steps<void> {
  const { world } = stage;
  let calls = 0;
  stage.watch = ({ from, to, half }) => {
    if (from === c && to === a && half === 'reply') calls++;
  };
  const isOut = (): boolean => world.view(a).lastApplied >= old.index;
  yield* until(() => calls >= CALLS || isOut(), PATIENCE_MS);
  yield* wait(world.random.between(0, 20));
}

/** The leader learns that `c` has the old entry when it has a new one, which does not reach `c`. */
function* addOwnEntry(stage: Stage, a: number, c: number, old: Given): Steps<void> {
  const { world } = stage;
  let isStored = false;
  stage.hold = ({ from, to, half, args }) => {
    if (from === c && to === a && half === 'reply' && carries(args, old.command)) isStored = true;
    return isStored;
  };
  if (!(yield* until(() => isStored, PATIENCE_MS))) return;
  world.start(a);
  stage.hold = ({ from, half }) => from === a && half === 'request';
  stage.release(c, a);
  yield* until(() => world.view(a).lastApplied >= old.index, 20);
}

export const figure8Aimed = raftScenario({
  id: 'figure-8-aimed',
  title: 'no entry of an old term is counted',
  part: '3C',
  points: 3,
  kind: 'exploration',
  source: 'Raft paper, 5.4.2 and Figure 8',
  servers: 3,
  play: (world) => playRounds(world, 'figure-8-aimed', figure8),
});
