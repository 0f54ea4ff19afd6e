import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds } from './rounds.ts';
import { carriesSince, PATIENCE_MS, type Stage } from './stage.ts';

/** What becomes of the leftovers. */
const WAYS = ['beside-committed', 'under-search', 'counted'] as const;

/** More entries than most Rafts send in a message, of those that send a part at a time. */
const MANY = 300;

/** An old leader comes back with entries that nobody else has: they must not pass for others. */
function* leftovers(stage: Stage, old: number): Steps<boolean> {
  const { world } = stage;
  const way = world.random.pick(WAYS);
  // Entries that all have: some Rafts send these first, in messages of their own.
  if (world.random.chance(500_000)) {
    yield* share(stage, old, world.random.pick([world.random.between(1, 80), MANY]));
  }
  stage.cut(old);
  const left = world.random.between(5, 60);
  for (let i = 0; i < left; i++) world.start(old);
  stage.slow(old);
  const second = yield* stage.someLeader(world.view(old).term);
  if (second === null) return false;
  if (way === 'counted') return yield* counted(stage, old, second, left);

  const first = world.start(second);
  if (first === null) return false;
  let { index } = first;
  for (let i = 0; i < left; i++) index = world.start(second)?.index ?? index;
  if (!(yield* until(() => world.appliedBy(index).length === 2, PATIENCE_MS))) return false;
  let isTold = way === 'under-search';
  if (way === 'under-search') {
    // A leader that knows nothing of it searches for where their logs part, message by message.
    const { term } = stage;
    const [third = old] = stage.others(old, second);
    stage.cut(second);
    stage.join(old);
    if (!(yield* stage.leads(third, term))) return false;
  } else {
    // It learns how far the others have committed before it gets any of their new entries.
    stage.hold = ({ to, half, args }) =>
      to === old && half === 'request' && carriesSince(args, first.command);
    stage.watch = ({ from, to, half, role, args }) => {
      isTold ||=
        from === old &&
        to === second &&
        half === 'reply' &&
        role === 'append' &&
        !carriesSince(args, first.command);
    };
    stage.join(old);
    yield* wait(world.random.between(150, 500));
    stage.hold = () => false;
    world.sim.calls.release();
  }
  return (yield* until(() => world.view(old).lastApplied >= index, PATIENCE_MS)) && isTold;
}

/** The new leader hears that the old one follows it, and then has entries that it cannot send. */
function* counted(stage: Stage, old: number, leader: number, left: number): Steps<boolean> {
  const { world } = stage;
  let answers = 0;
  stage.watch = ({ from, to, half, role }) => {
    if (from === old && to === leader && half === 'reply' && role === 'append') answers++;
  };
  stage.join(old);
  if (!(yield* until(() => answers >= 2, PATIENCE_MS))) return false;
  const first = world.start(leader);
  if (first === null) return false;
  stage.hold = ({ from, half, args }) =>
    from === leader && half === 'request' && carriesSince(args, first.command);
  let { index } = first;
  for (let i = world.random.between(0, left - 1); i > 0; i--) {
    index = world.start(leader)?.index ?? index;
  }
  yield* until(() => world.view(leader).lastApplied >= index, 250);
  const { term } = stage;
  stage.cut(leader);
  return yield* moveOn(stage, term, 2);
}

/** Returns all servers entries whose acknowledgements their leader does not get. */
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
  stage.hold = () => false;
}

export const leftoversScenario = raftScenario({
  id: 'leftovers',
  title: 'leftovers of an old leader count for nothing',
  holdsTo:
    'A follower commits only what its leader has vouched for: leftovers of an old leader are not that.',
  part: '3B',
  points: 2,
  kind: 'exploration',
  source: 'Raft paper, Figure 2: AppendEntries, step 5',
  servers: 3,
  play: (world) => playRounds(world, 'leftovers', leftovers),
});
