import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds, type Round } from './rounds.ts';
import { commitUntold } from './sides.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

/** More than the entries that follow a snapshot here: the next one would cover what is wrong with it. */
const SNAPSHOT_EVERY = 6;
const QUICK_MS = 0.05;
/** Time for a leader that feels its way back to the last entry in common before it sends any. */
const SLOW_MS = 400;
/** 6.5840's limit for an agreement; a call to a server that was cut off may take 7 s of it. */
const AGREE_MS = 10_000;

/**
 * A server takes a snapshot while an entry of a later term, which is not committed, stands behind it. That
 * entry is replaced by a leader whose entry follows right behind the snapshot.
 */
function* snapshotTerm(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const [next = leader, other = leader, ...rest] = world.random.shuffle(stage.others(leader));
  const count = SNAPSHOT_EVERY - (world.view(leader).lastApplied % SNAPSHOT_EVERY);
  const committed = yield* commitUntold(stage, leader, world.all, count, next);
  if (committed === null) return false;
  const { index: boundary } = committed;

  const { term } = world.view(leader);
  yield* stage.makeNext(next);
  stage.hold(({ from, half, role }) => {
    return half === 'request' && (from === leader || (from === next && isOfLeaders(role)));
  });
  stage.crash(leader);
  if (!(yield* stage.leads(next, term))) return false;
  stage.calm();
  const x = world.start(next);
  if (x === null) return false;
  // A slow service takes its snapshot when that entry is there, whatever told what is committed.
  world.snapshotDelayMs = (server) => (server === other ? SLOW_MS : QUICK_MS);
  stage.partition([next, other], rest);
  stage.holdNothing();
  stage.release({ from: next, to: other });
  const isTaken = (): boolean => stage.hasSaved(other, x.command);
  if (!(yield* until(isTaken, PATIENCE_MS)) || stage.snapshotOf(other) >= boundary) return false;
  if (!(yield* until(() => stage.snapshotOf(other) >= boundary, PATIENCE_MS))) return false;

  stage.cut(other);
  stage.crash(next);
  stage.partition(world.all);
  stage.restart(leader);
  const newest = yield* stage.someLeader(x.term);
  const y = newest === null ? null : world.start(newest);
  if (y === null) return false;
  if (!(yield* stage.spreads(y.index, 3))) return false;
  stage.join(other);
  if (yield* stage.applies([other], y.index, AGREE_MS)) return true;
  return world.stall(
    `server ${other} to apply index ${y.index} within ${AGREE_MS / 1_000} s of its return; it has a ` +
      `snapshot up to ${stage.snapshotOf(other)}`,
  );
}

/**
 * A new leader takes a snapshot up to an entry of an old term, while one of its own stands behind it, and
 * sends it to a server that has missed all of that. What follows must fit behind it.
 */
function* installedTerm(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const [next = leader, laggard = leader, ...rest] = world.random.shuffle(stage.others(leader));
  world.snapshotDelayMs = () => QUICK_MS;
  // Some Rafts keep a few entries from before a snapshot; only one further behind needs it.
  const missing = SNAPSHOT_EVERY - (world.view(leader).lastApplied % SNAPSHOT_EVERY);
  const count = missing + 2 * SNAPSHOT_EVERY;
  const committed = yield* commitUntold(stage, leader, [leader, next, ...rest], count);
  if (committed === null) return false;
  const { term } = world.view(leader);
  yield* stage.makeNext(next);
  stage.crash(leader);
  stage.holdNothing();
  if (!(yield* stage.leads(next, term))) return false;
  stage.calm();
  const x = world.start(next);
  if (x === null) return false;
  const isShort = (): boolean => stage.snapshotOf(next) >= committed.index;
  if (!(yield* stage.applies([next], x.index)) || !(yield* until(isShort, PATIENCE_MS)))
    return false;

  const sent = stage.lookFor({ to: laggard, half: 'request', role: 'install' });
  stage.partition(world.all);
  if (yield* stage.applies([laggard], x.index, AGREE_MS)) return sent.hasCome;
  if (world.view(next).term !== x.term) return false;
  return world.stall(
    `server ${laggard} to apply index ${x.index} within ${AGREE_MS / 1_000} s of its return; it has a ` +
      `snapshot up to ${stage.snapshotOf(laggard)}`,
  );
}

/** Its term is asked for where it was taken, or where it was sent. */
const round: Round = (stage, leader) =>
  stage.world.random.chance(500_000) ? installedTerm(stage, leader) : snapshotTerm(stage, leader);

function isOfLeaders(role: string): boolean {
  return role === 'append' || role === 'install';
}

export const snapshotTermScenario = raftScenario({
  id: 'snapshot-term',
  title: 'a snapshot has the term of its last entry',
  part: '3D',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 7 and Figure 12',
  holdsTo: 'A snapshot keeps the term of the last entry that it holds, whatever stands behind it.',
  seeds: 12,
  servers: 5,
  snapshotEvery: SNAPSHOT_EVERY,
  play: (world) => playRounds(world, 'snapshot-term', round),
});
