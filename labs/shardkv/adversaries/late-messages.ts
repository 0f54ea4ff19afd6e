import type { Way } from '../../../harness/adversary/message.ts';
import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { clerkOf } from '../scenarios/steps.ts';
import { shardScenario } from '../shard-scenario.ts';
import { keyOf } from '../shard-world.ts';
import { lateAcknowledgement } from './late-acknowledgement.ts';
import {
  markKey,
  moveShard,
  playRounds,
  secondCopies,
  setBlind,
  useInTime,
  useShard,
  type HandOverRounds,
  type HandOverStage,
} from './stage.ts';

const ROUNDS = 6;
const GROUPS = [1, 2, 3];
/** A shard that no round is about. */
const ANOTHER = 3;
/** A hand-over that nothing disturbs is over by then. */
const HAND_OVER_MS = 800;

/** What is late: requests or answers, those of one server or of its group, or copies of what carries the shard. */
const KINDS = [
  { half: 'request', isWholeGroup: false, isData: false },
  { half: 'request', isWholeGroup: true, isData: false },
  { half: 'reply', isWholeGroup: false, isData: false },
  { half: 'request', isWholeGroup: false, isData: true },
] as const;

/**
 * Part of what is said in a hand-over is held up, from some message on: what one server says to other
 * groups or is answered, or what its whole group says, or the second copies of what carries the shard.
 * A single server crashes, so that others finish the hand-over. The shard moves on, and is written. Then,
 * perhaps in the middle of another hand-over, the old messages arrive. What they bring must not be seen
 * by anybody, such as a clerk that has heard nothing from the controllers since the first move, and still
 * asks that group.
 */
function* lateMessages(stage: HandOverStage, shard: number): Steps<boolean> {
  const { world } = stage;
  const { random, sim } = world;
  const reader = clerkOf(world, 1);
  const kind = random.pick(KINDS);
  const mark = `marked at ${sim.nowUs}`;
  yield* markKey(world.clerk, keyOf(shard, 2), mark);
  const slow = holdPart(stage, kind, mark);
  if (kind.isData) sim.inject({ kind: 'network', preset: 'repeating' });
  const crash = function* (): Script {
    const server = yield* slow(HAND_OVER_MS);
    if (server === null || kind.isWholeGroup) return;
    yield* wait(random.between(0, 200));
    stage.crash(server);
    yield* wait(random.between(1, 300));
    stage.restart(server);
  };
  yield* world.together(moveShard(world, shard, GROUPS), crash());
  yield* useInTime(stage, shard);
  yield* useInTime(stage, shard, reader);
  sim.inject({ kind: 'network', preset: 'reliable' });
  setBlind(world, reader, true);
  yield* goOn(stage, shard);
  const isLate = stage.held > 0;
  const release = function* (): Script {
    yield* wait(random.between(0, 250));
    stage.letGo();
  };
  yield* world.together(moveShard(world, shard, GROUPS), release());
  yield* useShard(world.clerk, shard);
  yield* wait(50);
  yield* useShard(world.clerk, shard);
  const sight = function* (): Script {
    yield* wait(random.between(50, 200));
    setBlind(world, reader, false);
  };
  yield* world.together(reader.get(keyOf(shard)), sight());
  yield* useShard(world.clerk, shard);
  return isLate;
}

/** Holds such messages from some message on; what it returns waits for whose those are, if it is not copies. */
function holdPart(
  stage: HandOverStage,
  { half, isWholeGroup, isData }: (typeof KINDS)[number],
  mark: string,
): (withinMs: number) => Steps<number | null> {
  const { sim, random } = stage.world;
  let pass = random.between(0, 3);
  let slow: { readonly server: number; readonly incarnation: number } | null = null;
  const isSecond = secondCopies(stage);
  const isSlow = ({ from, to }: Way): boolean => {
    const server = half === 'request' ? from : to;
    if (slow === null && pass-- > 0) return false;
    slow ??= { server, incarnation: sim.incarnation(server) };
    if (isWholeGroup) return stage.areOfOneGroup(slow.server, server);
    return slow.server === server && slow.incarnation === sim.incarnation(server);
  };
  stage.holdHandOver((message) => {
    if (message.half !== half) return false;
    return isData ? message.args.includes(mark) && isSecond(message) : isSlow(message);
  });
  return function* (withinMs) {
    yield* until(() => slow !== null, withinMs);
    return slow?.server ?? null;
  };
}

/** The shard moves on, perhaps, and is used wherever it is. */
function* goOn(stage: HandOverStage, shard: number): Steps<void> {
  const { world } = stage;
  const { random } = world;
  for (let more = random.between(0, 2); more > 0; more--) {
    yield* moveShard(world, shard, GROUPS);
    yield* useInTime(stage, shard);
    // Configurations that leave the shard where it is make its number an old one.
    if (random.chance(500_000)) yield* moveShard(world, ANOTHER, GROUPS);
  }
}

/** Late by some messages, or by two configurations. */
const round: HandOverRounds['round'] = (stage, shard) =>
  stage.world.random.chance(300_000)
    ? lateAcknowledgement(stage, shard, GROUPS)
    : lateMessages(stage, shard);

export const lateMessagesScenario = shardScenario({
  id: 'late-messages',
  title: 'messages of a hand-over that is long over',
  part: '5B',
  points: 1,
  kind: 'exploration',
  source: 'a group accepts nothing of a configuration that is over',
  holdsTo:
    'Every message may be late: what belongs to a configuration that is over has no effect any more.',
  groups: 3,
  clerks: 3,
  maxStateBytes: 8_000,
  seeds: 8,
  *play(world) {
    yield* world.join(...GROUPS);
    yield* playRounds(world, {
      id: 'late-messages',
      count: ROUNDS,
      loadFrom: 2,
      round,
    });
  },
});
