import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds } from './rounds.ts';
import {
  answersTo,
  carries,
  PATIENCE_MS,
  type RaftMessage,
  type RaftStage,
  type Started,
} from './stage.ts';

const SNAPSHOT_EVERY = 3;
/** The followers' services are so slow that their Rafts keep the log behind the leader's snapshot. */
const SLOW_MS = 1_000;
const QUICK_MS = 0.05;
/** In so many heartbeats, a leader that sends again what is not acknowledged has done so. */
const STUCK_MS = 400;

interface Cast {
  readonly leader: number;
  /** Its log goes on behind the snapshot that comes late. */
  readonly f: number;
  /** Through it the leader commits what makes the snapshot due. */
  readonly x: number;
}

/**
 * A late InstallSnapshot reaches a follower whose log goes on after it, with what is committed. The
 * follower may know by then that it is, and have heard from a later message yet that knows less; and it
 * may crash as soon as it has answered.
 */
function* snapshotSuffix(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  world.snapshotDelayMs = (server) => (server === leader ? QUICK_MS : SLOW_MS);
  const [f = leader, x = leader] = world.random.shuffle(stage.others(leader));
  const cast = { leader, f, x };
  const stored = yield* storeUnheard(stage, cast);
  if (stored === null || !(yield* sendSnapshot(stage, cast, stored))) return false;

  const { tail, early } = stored;
  stage.letPass({ from: (from) => from !== leader });
  stage.release({ from: f, to: leader });
  if (!(yield* stage.applies([leader], tail.index, 1_000))) return false;
  if (world.random.chance(500_000)) {
    stage.hold({ from: leader, to: f, half: 'request', role: 'install' });
    if (!(yield* stage.applies([f], tail.index, 500))) return false;
    yield* hear(stage, cast, early);
  }
  const dies = world.random.chance(400_000);
  if (dies) stage.killAfter({ from: f, to: leader, role: 'install' });
  const taken = stage.lookFor({ from: f, to: leader, half: 'reply', role: 'install' });
  stage.hold({ from: leader, to: f, half: 'request', role: 'append' });
  stage.release({ from: leader, to: f });
  yield* until(() => taken.hasCome || !world.sim.isUp(f), 100);
  const isTaken = taken.hasCome || !world.sim.isUp(f);
  stage.spare();
  stage.restart(f);
  const { term } = stage;
  stage.crash(leader);
  return (yield* moveOn(stage, term, 2)) && isTaken;
}

interface Stored {
  /** The first message that the follower was sent, which is held. */
  readonly early: RaftMessage | null;
  /** The last entry that both followers have; a snapshot ends with it. */
  readonly burst: Started;
  /** The last one of those behind it, which only the one follower has. */
  readonly tail: Started;
  /** What the follower said last before it had the burst, if the leader has to be told. */
  readonly refusal: RaftMessage | null;
}

/** Both followers have the burst and one has the tail, and the leader knows nothing of that. */
function* storeUnheard(stage: RaftStage, { leader, f, x }: Cast): Steps<Stored | null> {
  const { world } = stage;
  const ack = { to: leader, half: 'reply', role: 'append' } as const;
  const calls = stage.lookFor({ from: leader, to: f, half: 'request', role: 'append' });
  stage.hold((message) => {
    const { from, to, half, role } = message;
    if (role !== 'append') return false;
    if (half === 'reply') return to === leader;
    return from === leader && to === f && calls.first === message;
  });
  // Some Rafts keep a few entries from before a snapshot; only one further behind needs it.
  const burst = stage.giveUpTo(leader, world.random.pick([1, 9, 12]), SNAPSHOT_EVERY);
  if (burst === null) return null;
  const hasBurst = (server: number): boolean => stage.hasSaved(server, burst.command);
  let tail: Started | null = null;
  const refusals = stage.lookFor({ ...ack, from: (from) => from === f && !hasBurst(f) });
  const stored = stage.lookFor({
    ...ack,
    from: (from) => from === f && hasBurst(f),
    args: (args) =>
      tail === null || (carries(args, tail.command) && stage.hasSaved(f, tail.command)),
  });
  const isBurst = (args: string): boolean => carries(args, burst.command) && hasBurst(x);
  const passed = stage.lookFor({ ...ack, from: x, args: isBurst });
  if ((yield* passed.comes(PATIENCE_MS)) === null) return null;
  // A leader that runs ahead sends the burst again only when it is told that the follower lacks it. What
  // it was told before comes late: then it goes back, and finds no more than its snapshot.
  const isStuck = !(yield* until(() => hasBurst(f), STUCK_MS));
  const refusal = refusals.messages.at(-1) ?? null;
  if (isStuck) stage.letPass({ ...ack, from: (from) => from === f && !hasBurst(f) });

  stage.block(leader, x);
  tail = stage.giveUpTo(leader, world.random.between(1, 2), 1);
  if (tail === null || (yield* stored.comes(PATIENCE_MS)) === null) return null;
  return { early: calls.first, burst, tail, refusal };
}

/**
 * The leader commits the burst through `x`, is told nothing of what `f` has, and sends that one its
 * snapshot, which is held; returns whether it does.
 */
function* sendSnapshot(
  stage: RaftStage,
  { leader, f, x }: Cast,
  { burst, refusal }: Stored,
): Steps<boolean> {
  const sent = stage.lookFor({ from: leader, to: f, half: 'request', role: 'install' });
  stage.hold(({ from, to, role, half }) => {
    if (from === f && to === leader) return half === 'reply' && role === 'append';
    return from === leader && to === f && half === 'request' && role !== 'other';
  });
  stage.release({ from: x, to: leader });
  if (yield* stage.saveSnapshot(burst.index, leader)) {
    stage.letPass((message) => {
      return message.from === f && message.to === leader && isAgain(message, refusal);
    });
  }
  stage.release({ from: f, to: leader });
  return (yield* sent.comes(1_000)) !== null;
}

/** The follower hears this message of its leader's, and no other. */
function* hear(stage: RaftStage, { leader, f }: Cast, early: RaftMessage | null): Steps<void> {
  const answer = stage.lookFor((message) => message.from === f && answersTo(message, early?.args));
  stage.hold({ to: f, half: 'request', args: (args) => args !== early?.args });
  stage.release({ from: leader, to: f });
  yield* answer.comes(100);
}

/** Whether this is the same answer, which was held and comes once more. */
function isAgain({ args, said }: RaftMessage, held: RaftMessage | null): boolean {
  return held !== null && said === held.said && args.includes(held.args);
}

export const snapshotSuffixScenario = raftScenario({
  id: 'snapshot-suffix',
  title: 'a snapshot takes away no log behind it',
  holdsTo:
    "A follower that has a snapshot's last entry keeps what follows that, since it may have acknowledged it.",
  part: '3D',
  points: 2,
  kind: 'exploration',
  source: 'Raft paper, 7 and Figure 13',
  servers: 3,
  snapshotEvery: SNAPSHOT_EVERY,
  play: (world) => playRounds(world, 'snapshot-suffix', snapshotSuffix),
});
