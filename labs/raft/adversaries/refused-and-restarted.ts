import { allCome } from '../../../harness/adversary/sighting.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { majorityOf, SIZES } from './sides.ts';
import { carriesSince, PATIENCE_MS, type RaftStage } from './stage.ts';

/** Long enough for a restarted server to apply what it should not, and to stand. */
const ALONE_MS = 150;

/**
 * An old leader with leftovers hears how much is committed, in messages that do not fit its log. It
 * restarts alone: what it has at those indexes is not what was committed there.
 */
function* refusedAndRestarted(stage: RaftStage, old: number): Steps<boolean> {
  const { world } = stage;
  // A follower or two may share the leftovers, as long as the others are a majority.
  const spare = world.all.length - majorityOf(world) - 1;
  const behind = world.random.shuffle(stage.others(old)).slice(0, world.random.between(0, spare));
  const left = [old, ...behind];
  stage.partition(left, stage.others(...left));
  const count = world.random.between(1, 5);
  let last = '"';
  for (let i = 0; i < count; i++) last = world.start(old)?.command ?? last;
  const areLeft = (): boolean => left.every((each) => stage.hasSaved(each, last));
  if (!(yield* until(areLeft, PATIENCE_MS))) return false;

  const second = yield* newLeader(stage, left);
  if (second === null) return false;
  let first: string | null = null;
  let index = 0;
  for (let i = count + world.random.between(0, 2); i > 0; i--) {
    const started = world.start(second);
    if (started === null) return false;
    first ??= started.command;
    ({ index } = started);
  }
  if (!(yield* stage.applies(stage.others(...left), index))) return false;

  // A leader that knows nothing of the old one's log begins behind it, and is told nothing either.
  stage.crash(second);
  stage.restart(second);
  if (!(yield* refuse(stage, left, first ?? '"', index))) return false;
  yield* wait(world.random.between(0, 300));
  stage.crash(...left);
  stage.cut(...left);
  stage.restart(...left);
  yield* wait(ALONE_MS);
  stage.letGo();
  stage.join(...left);
  return yield* stage.applies(left, index);
}

/** Those that are left with entries of their own refuse what a leader that has applied `index` sends them. */
function* refuse(
  stage: RaftStage,
  left: readonly number[],
  first: string,
  index: number,
): Steps<boolean> {
  const { world } = stage;
  const hasIt = (to: number): boolean => world.view(to).lastApplied >= index;
  const answers = left.map((from) =>
    stage.lookFor({ from, to: hasIt, half: 'reply', role: 'append' }),
  );
  stage.hold(({ from, to, half, role, args }) => {
    if (left.includes(from)) return role !== 'other';
    return left.includes(to) && half === 'request' && carriesSince(args, first);
  });
  stage.slow(...left);
  stage.partition(world.all);
  return yield* allCome(answers, PATIENCE_MS);
}

/** Waits until one of those that are not `left` leads in a term after theirs; null if none does. */
function* newLeader({ world, term }: RaftStage, left: readonly number[]): Steps<number | null> {
  const found = (): number | undefined =>
    world.all.find((each) => {
      const view = world.view(each);
      return !left.includes(each) && view.isLeader && view.term > term;
    });
  yield* until(() => found() !== undefined, PATIENCE_MS);
  return found() ?? null;
}

export const refusedAndRestartedScenario = raftScenario({
  id: 'refused-and-restarted',
  title: 'what a server was refused it does not apply',
  part: '3C',
  points: 1,
  kind: 'exploration',
  source:
    'Raft paper, 5.3 and Figure 2: commitIndex is volatile, and bounded by the last new entry',
  holdsTo: "A server applies only what its log is known to share with the leader's.",
  seeds: 8,
  servers: SIZES,
  play: (world) => playRounds(world, 'refused-and-restarted', refusedAndRestarted),
});
