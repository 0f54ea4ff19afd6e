import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { PATIENCE_MS, type Stage } from './stage.ts';

const SNAPSHOT_EVERY = 6;
/** Time for all entries to be sent before the leader drops them. */
const SLOW_MS = 300;
/** Longer than the run. */
const NEVER_MS = 60_000;

/**
 * A follower has everything, but its leader does not hear so, drops its log, and sends a snapshot that is
 * older than what the follower has applied. The follower's own service has taken none yet.
 */
function* needlessSnapshot(stage: Stage, leader: number): Steps<boolean> {
  const { world } = stage;
  const f = world.random.pick(stage.others(leader));
  world.snapshotDelayMs = (server) => (server === f ? NEVER_MS : SLOW_MS);
  const mislead = world.random.pick([losesAnswers, hearsAnOldRefusal]);
  const misled = yield* mislead(stage, leader, f);
  if (misled === null) return false;
  // Some Rafts keep a few entries from before a snapshot.
  const covered = stage.giveUpTo(leader, world.random.between(12, 18), SNAPSHOT_EVERY);
  const beyond = stage.give(leader, world.random.between(1, 3));
  if (covered === null || beyond === null) return false;
  if (!(yield* stage.applies([f], beyond.index))) return false;
  const sent = stage.watch({ to: f, half: 'request', role: 'install' });
  const isShort = (): boolean => stage.snapshotOf(leader) >= covered.index;
  if (!(yield* until(isShort, PATIENCE_MS))) return false;
  misled();
  // Whoever still waits for the lost answers has to be told something new.
  const next = world.start(leader);
  const isSent = (yield* sent.comes(PATIENCE_MS)) !== null;
  stage.unblock(f, leader);
  stage.letGo();
  return next !== null && (yield* stage.applies([f], next.index)) && isSent;
}

/** Makes a leader believe that `f` lacks entries; returns what to do once it has dropped them, or null. */
type Mislead = (stage: Stage, leader: number, f: number) => Steps<(() => void) | null>;

/** For leaders that send again what nobody has acknowledged. */
// eslint-disable-next-line require-yield
function* losesAnswers(stage: Stage, leader: number, f: number): ReturnType<Mislead> {
  stage.block(f, leader);
  return () => undefined;
}

/** For leaders that go on as if all had arrived until they are refused. */
function* hearsAnOldRefusal(stage: Stage, leader: number, f: number): Steps<(() => void) | null> {
  stage.block(leader, f);
  const missed = stage.give(leader, stage.world.random.between(1, 3));
  if (missed === null || !(yield* stage.applies(stage.others(f), missed.index))) return null;
  const held = stage.hold(({ from, to, half, role }) => {
    if (from !== f || to !== leader || half !== 'reply' || role !== 'append') return false;
    return !held.hasCome || stage.hasSaved(f, missed.command);
  });
  stage.unblock(leader, f);
  const refusal = yield* held.comes(PATIENCE_MS);
  if (refusal === null || stage.hasSaved(f, missed.command)) return null;
  return () => {
    stage.letPass({ said: refusal.said });
    stage.release({ from: f, to: leader });
  };
}

export const needlessSnapshotScenario = raftScenario({
  id: 'needless-snapshot',
  title: 'a follower is sent less than it has',
  holdsTo:
    'A snapshot that ends before what was applied takes nobody back, whatever snapshot the server has itself.',
  part: '3D',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 7 and Figure 13',
  seeds: 8,
  servers: 3,
  snapshotEvery: SNAPSHOT_EVERY,
  play: (world) => playRounds(world, 'needless-snapshot', needlessSnapshot),
});
