import { allCome } from '../../../harness/adversary/sighting.ts';
import { wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds } from './rounds.ts';
import { carriesSince, PATIENCE_MS, type RaftStage } from './stage.ts';

/** What becomes of the leftovers. */
const WAYS = ['beside-committed', 'under-search', 'counted'] as const;

/** More entries than most Rafts send in a message, of those that send a part at a time. */
const MANY = 300;

/** An old leader comes back with entries that nobody else has: they must not pass for others. */
function* leftovers(stage: RaftStage, old: number): Steps<boolean> {
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
  if (!(yield* stage.spreads(index, 2))) return false;
  // It learns how far the others have committed before it gets any of their new entries.
  const told = stage.lookFor(({ from, to, half, role, args }) => {
    if (from !== old || to !== second || half !== 'reply' || role !== 'append') return false;
    return !carriesSince(args, first.command);
  });
  if (way === 'under-search') {
    // A leader that knows nothing of it searches for where their logs part, message by message.
    const { term } = stage;
    const [third = old] = stage.others(old, second);
    stage.cut(second);
    stage.join(old);
    if (!(yield* stage.leads(third, term))) return false;
  } else {
    const isNew = (args: string): boolean => carriesSince(args, first.command);
    stage.hold({ to: old, half: 'request', args: isNew });
    stage.join(old);
    yield* wait(world.random.between(150, 500));
    stage.letGo();
  }
  return (yield* stage.applies([old], index)) && (way === 'under-search' || told.hasCome);
}

/** The new leader hears that the old one follows it, and then has entries that it cannot send. */
function* counted(stage: RaftStage, old: number, leader: number, left: number): Steps<boolean> {
  const { world } = stage;
  const answers = stage.lookFor({ from: old, to: leader, half: 'reply', role: 'append' });
  stage.join(old);
  if (!(yield* answers.counts(2, PATIENCE_MS))) return false;
  const first = world.start(leader);
  if (first === null) return false;
  const isNew = (args: string): boolean => carriesSince(args, first.command);
  stage.hold({ from: leader, half: 'request', args: isNew });
  let { index } = first;
  for (let i = world.random.between(0, left - 1); i > 0; i--) {
    index = world.start(leader)?.index ?? index;
  }
  yield* stage.applies([leader], index, 250);
  const { term } = stage;
  stage.cut(leader);
  return yield* moveOn(stage, term, 2);
}

/** Gives all servers entries whose acknowledgements their leader does not get. */
function* share(stage: RaftStage, leader: number, count: number): Steps<void> {
  const last = stage.give(leader, count);
  const ack = { to: leader, half: 'reply', role: 'append' } as const;
  const isLast = (args: string): boolean => last !== null && carriesSince(args, last.command);
  const acks = stage.others(leader).map((from) => stage.lookFor({ ...ack, from, args: isLast }));
  stage.hold(ack);
  yield* allCome(acks, 500);
  stage.holdNothing();
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
