import type { Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import type { RaftStage } from './stage.ts';

/** More than the entries that follow a snapshot here: the next one would cover what is wrong with it. */
const SNAPSHOT_EVERY = 6;
/** 6.5840's limit for an agreement. */
const CATCH_UP_MS = 10_000;

/**
 * A snapshot comes to an old leader whose log is longer, and holds entries that nobody else has. Where
 * the new leader knows nothing of it, it first searches for where their logs part: in vain, since the
 * one log begins behind that, and the other with entries of one term.
 */
function* snapshotLeftovers(stage: RaftStage, old: number): Steps<boolean> {
  const { world } = stage;
  const shared = stage.giveUpTo(old, 1, SNAPSHOT_EVERY)?.index ?? SNAPSHOT_EVERY;
  if (!(yield* stage.applies(world.all, shared))) return false;
  yield* stage.saveSnapshot(shared, ...world.all);
  stage.cut(old);
  for (let i = world.random.between(40, 60); i > 0; i--) world.start(old);
  const second = yield* stage.someLeader(world.view(old).term);
  if (second === null) return false;
  const [third = old] = stage.others(old, second);
  // Some Rafts keep a few entries from before a snapshot; only one further behind needs it.
  const last = stage.giveUpTo(second, world.random.between(12, 15), SNAPSHOT_EVERY);
  if (last === null) return false;
  const { index } = last;
  if (!(yield* stage.spreads(index, 2))) return false;
  const isShort = yield* stage.saveSnapshot(index, second, third);

  if (world.random.chance(500_000)) {
    const { term } = stage;
    stage.cut(second);
    stage.join(old);
    if (!(yield* stage.leads(third, term))) return false;
    world.start(third);
  }
  stage.join(old);
  if (!(yield* stage.applies([old], index, CATCH_UP_MS))) {
    return world.stall(
      `server ${old}, whose log had gone another way, to take a snapshot of index ${index} ` +
        `within ${CATCH_UP_MS / 1_000} s`,
    );
  }
  const next = world.startAnywhere();
  if (next === null) return false;
  if (yield* stage.applies([old], next.index, CATCH_UP_MS)) return isShort;
  if (stage.term !== next.term) return false;
  return world.stall(
    `server ${old} to apply index ${next.index}, which follows what its snapshot holds, ` +
      `within ${CATCH_UP_MS / 1_000} s`,
  );
}

export const snapshotLeftoversScenario = raftScenario({
  id: 'snapshot-leftovers',
  title: 'a snapshot replaces a log that differs',
  holdsTo:
    'A snapshot replaces a log that does not have its last entry, and the follower goes on from there.',
  part: '3D',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 7 and Figure 13',
  servers: 3,
  snapshotEvery: SNAPSHOT_EVERY,
  play: (world) => playRounds(world, 'snapshot-leftovers', snapshotLeftovers),
});
