import { until, wait, type Steps } from '../../../harness/scenario/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { carriesSince, PATIENCE_MS, type Stage } from './stage.ts';

/** An old leader's leftovers must not pass for what has been committed at their indexes. */
function* leftovers(stage: Stage, old: number): Steps<boolean> {
  const { world } = stage;
  // Entries that all have: some Rafts send these first, in messages of their own.
  if (world.random.chance(500_000)) yield* share(stage, old, world.random.between(1, 40));
  stage.cut(old);
  const left = world.random.between(5, 60);
  for (let i = 0; i < left; i++) world.start(old);
  const second = yield* stage.someLeader(world.view(old).term);
  if (second === null) return false;
  const first = world.start(second);
  if (first === null) return false;
  let { index } = first;
  for (let i = 0; i < left; i++) index = world.start(second)?.index ?? index;
  if (!(yield* until(() => world.appliedBy(index).length === 2, PATIENCE_MS))) return false;

  // It learns how far the others have committed before it gets any of their new entries.
  stage.hold = ({ to, half, args }) =>
    to === old && half === 'request' && carriesSince(args, first.command);
  stage.slow(old);
  stage.join(old);
  yield* wait(world.random.between(150, 500));
  stage.hold = () => false;
  world.sim.release();
  return yield* until(() => world.view(old).lastApplied >= index, PATIENCE_MS);
}

/** Gives all servers entries whose acknowledgements their leader does not get. */
function* share(stage: Stage, leader: number, count: number): Steps<void> {
  const { world } = stage;
  const got = new Set<number>();
  let last = '';
  stage.hold = ({ from, to, half, role, args }) => {
    if (to !== leader || half !== 'reply' || role !== 'append') return false;
    if (last !== '' && carriesSince(args, last)) got.add(from);
    return true;
  };
  let command = '';
  for (let i = 0; i < count; i++) command = world.start(leader)?.command ?? command;
  last = command;
  yield* until(() => got.size === 2, 500);
}

export const leftoversScenario = raftScenario({
  id: 'leftovers',
  title: 'only what a message vouches for is committed',
  part: '3B',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, Figure 2: AppendEntries, step 5',
  servers: 3,
  seeds: 12,
  play: (world) => playRounds(world, 'leftovers', leftovers),
});
