import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds } from './rounds.ts';
import { answersTo, carries, PATIENCE_MS, type Message, type Stage } from './stage.ts';

const SNAPSHOT_EVERY = 3;
/** The followers' services are so slow that their Rafts keep the log behind the leader's snapshot. */
const SLOW_MS = 1_000;
const QUICK_MS = 0.05;
/** In so many heartbeats, a leader that sends again what is not acknowledged has done so. */
const STUCK_MS = 400;

/**
 * A late InstallSnapshot reaches a follower whose log goes on after it, with what is committed. The
 * follower may know by then that it is, and have heard from a later message yet that knows less; and it
 * may crash as soon as it has answered.
 */
function* snapshotSuffix(stage: Stage, leader: number): Steps<boolean> {
  const { world } = stage;
  world.snapshotDelayMs = (server) => (server === leader ? QUICK_MS : SLOW_MS);
  const [f = leader, x = leader] = world.random.shuffle(stage.others(leader));
  let [lastBurst, lastTail] = ['"', '"'];
  let [isBurstOut, xHasBurst, fHasTail, snapshotSent] = [false, false, false, false];
  let early: string | null = null;
  // A leader that runs ahead sends the burst again only when it is told that the follower lacks it. What
  // it was told before comes late: then it goes back, and finds no more than its snapshot.
  let isStuck = false;
  let refusal: Message | null = null;
  stage.hold = (message) => {
    const { from, to, role, half, args } = message;
    if (early === null && from === leader && to === f && half === 'request' && role === 'append') {
      early = args;
      return true;
    }
    if (to !== leader || half !== 'reply' || role !== 'append') return false;
    if (from === f && isBurstOut && !stage.hasSaved(f, lastBurst)) {
      if (!isStuck) refusal = message;
      return !isStuck;
    }
    if (from === x && carries(args, lastBurst)) xHasBurst = stage.hasSaved(x, lastBurst);
    if (from === f && carries(args, lastTail)) fHasTail = stage.hasSaved(f, lastTail);
    return true;
  };
  // Some Rafts keep a few entries from before a snapshot; only one further behind needs it.
  const least = world.random.pick([1, 9, 12]);
  let boundary = 0;
  let count = 0;
  do {
    count++;
    const started = world.start(leader);
    if (started === null) return false;
    lastBurst = started.command;
    boundary = started.index;
  } while (boundary % SNAPSHOT_EVERY !== 0 || count < least);
  isBurstOut = true;
  if (!(yield* until(() => xHasBurst, PATIENCE_MS))) return false;
  isStuck = !(yield* until(() => stage.hasSaved(f, lastBurst), STUCK_MS));

  stage.block(leader, x);
  let tail = boundary;
  for (let i = world.random.between(1, 2); i > 0; i--) {
    const started = world.start(leader);
    if (started === null) return false;
    lastTail = started.command;
    tail = started.index;
  }
  if (!(yield* until(() => fHasTail, PATIENCE_MS))) return false;

  // The leader commits the burst through x, and is told nothing of what f has.
  let isShort = false;
  stage.hold = (message) => {
    const { from, to, role, half } = message;
    if (from === f && to === leader) {
      return half === 'reply' && role === 'append' && !(isShort && isAgain(message, refusal));
    }
    if (from !== leader || to !== f || half !== 'request' || role === 'other') return false;
    if (role === 'install') snapshotSent = true;
    return true;
  };
  stage.release(x, leader);
  isShort = yield* stage.saveSnapshot(boundary, leader);
  stage.release(f, leader);
  if (!(yield* until(() => snapshotSent, 1_000))) return false;
  const before = stage.hold;
  stage.hold = (message) => message.from === leader && before(message);
  stage.release(f, leader);
  if (!(yield* until(() => world.view(leader).lastApplied >= tail, 1_000))) return false;

  const isSlow = world.random.chance(500_000);
  if (isSlow) {
    stage.hold = ({ from, to, role, half }) =>
      from === leader && to === f && half === 'request' && role === 'install';
    if (!(yield* until(() => world.view(f).lastApplied >= tail, 500))) return false;
    let isHeard = false;
    stage.watch = (message) => {
      isHeard ||= message.from === f && answersTo(message, early);
    };
    stage.hold = ({ to, half, args }) => to === f && half === 'request' && args !== early;
    stage.release(leader, f);
    yield* until(() => isHeard, 100);
  }
  let isIn = false;
  const dies = world.random.chance(400_000);
  stage.kill = (server, _effect, answer) =>
    dies && server === f && answer?.to === leader && answer.role === 'install';
  stage.hold = ({ from, to, role, half }) => {
    if (from === f && to === leader && half === 'reply') isIn ||= role === 'install';
    return from === leader && to === f && half === 'request' && role === 'append';
  };
  stage.release(leader, f);
  yield* until(() => isIn || !world.sim.isUp(f), 100);
  const isTaken = isIn || !world.sim.isUp(f);
  stage.kill = () => false;
  stage.restart(f);
  const { term } = stage;
  stage.crash(leader);
  return (yield* moveOn(stage, term, 2)) && isTaken;
}

/** Whether this is the same answer, which was held and comes once more. */
function isAgain({ args, said }: Message, held: Message | null): boolean {
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
