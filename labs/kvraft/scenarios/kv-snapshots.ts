import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { mustHave, overrun } from '../../../harness/scenario/verdicts.ts';
import type { KvWorld } from '../kv-world.ts';

/** Enough that Raft discards entries which the server that is away needs. */
const WHILE_AWAY = 50;
/** Texts that a snapshot in a format of one's own may lose, by their keys. */
const ODD_VALUES: Readonly<Record<string, string>> = { 1: '', 49: 'two lines,\na|b="c" ' };
/** Long enough for any correct Raft to elect and to catch up. */
const SETTLE_MS = 1_000;
/** 6.5840: two keys, or one, and their short values must fit. */
const SNAPSHOT_MAX_BYTES = 500;
const SIZE_ROUNDS = 200;

/** A server misses a snapshot, and then belongs to the only majority. */
export function* snapshotRpc(world: KvWorld): Steps<void> {
  const { sim, cluster } = world;
  const clerk = world.clerk(0);
  const keys = Array.from({ length: WHILE_AWAY }, (_, i) => `${i}`);
  yield* clerk.put('a', 'A', 0);
  const [away = 0, other = 0] = cluster.random.shuffle(cluster.all);
  const present = cluster.others(away);
  cluster.partition([...present, clerk.process], [away]);
  for (const key of keys) yield* clerk.put(key, ODD_VALUES[key] ?? `${key} while away`, 0);
  yield* wait(SETTLE_MS);
  yield* clerk.put('b', 'B', 0);
  yield* world.demandSmallDisks();
  mustHave(
    world.sim,
    present.some((server) => sim.disk(server).snapshotBytes > 0),
    'no server took a snapshot',
  );

  // It has to get the snapshot before it can serve.
  cluster.healPartition();
  const pair = cluster.others(other);
  cluster.partition([...pair, clerk.process], [other]);
  yield* clerk.put('c', 'C', 0);
  yield* world.judge(['a', 'b', 'c', '1', '49']);
  cluster.healPartition();
  yield* clerk.put('d', 'D', 0);
  yield* until(() => sim.disk(away).snapshotBytes > 0, SETTLE_MS);
  yield* world.judge([...keys, 'a', 'b', 'c', 'd']);

  // Now every server is what its snapshot made it.
  cluster.crash(...cluster.all);
  yield* wait(1);
  cluster.restart(...cluster.all);
  yield* world.judge(keys);
}

/** Few keys, written often: neither Raft's state nor the snapshot grows with the history. */
export function* snapshotSize(world: KvWorld): Steps<void> {
  const { sim, cluster } = world;
  const clerk = world.clerk(0);
  for (let round = 0; round < SIZE_ROUNDS; round++) {
    yield* clerk.put('x', `${2 * round}`, 2 * round);
    yield* clerk.get('x');
    yield* clerk.put('x', `${2 * round + 1}`, 2 * round + 1);
    yield* clerk.get('x');
  }
  world.demandLinearizable();
  yield* world.demandSmallDisks();
  for (const server of cluster.all) {
    const { snapshotBytes } = sim.disk(server);
    if (snapshotBytes > SNAPSHOT_MAX_BYTES) {
      overrun(
        sim,
        `server ${server}'s snapshot of one key has ${snapshotBytes} bytes, and may have ` +
          `${SNAPSHOT_MAX_BYTES}: it should hold the state, not how it came about`,
      );
    }
  }
  mustHave(
    world.sim,
    cluster.all.some((server) => sim.disk(server).snapshotBytes > 0),
    'no server took a snapshot',
  );
}
