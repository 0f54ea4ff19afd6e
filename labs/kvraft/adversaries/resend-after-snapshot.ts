import { wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { versionOf, type KvClient } from '../../kv/kv-client.ts';
import { kvRaftScenario } from '../kv-scenario.ts';
import type { KvRaftWorld } from '../kv-world.ts';
import { loseReply } from './lost-reply.ts';
import { playRounds, type KvRaftStage } from './stage.ts';

const KEY = 'x';
/** Small enough for a snapshot every few operations, and more than the rest of Raft's state takes. */
const MAX_STATE_BYTES = 700;
/** More puts than it takes to fill that many bytes, in any style. */
const PUTS_MAX = 40;

/**
 * A put's answer is lost, and its clerk is cut off. When it comes back, every server has the put only
 * in its snapshot: from before a restart, or from the leader.
 */
function* resendAfterSnapshot(
  world: KvRaftWorld,
  stage: KvRaftStage,
  leader: number,
): Steps<boolean> {
  const { cluster, sim } = world;
  const { random } = cluster;
  const [writer, other] = [world.clerk(0), world.clerk(1)];
  const before = yield* writer.get(KEY);
  const version = versionOf(before);
  const away = random.pick(cluster.others(leader));
  const isRestart = random.chance(500_000);
  const present = isRestart ? cluster.all : cluster.others(away);
  if (!isRestart) cluster.partition([away], [...present, writer.process, other.process]);
  const put = { key: KEY, value: `lost at ${sim.nowUs}`, version };
  const [isLost, inFlight] = yield* loseReply(world, stage, { leader, writer, ...put });
  // The clerk is alone, and so is the server that is away.
  cluster.partition([...present, other.process]);

  const isDiscarded = yield* untilDiscarded(world, other, present, put.value);
  if (isRestart) {
    cluster.crash(...cluster.all);
    yield* wait(1);
    cluster.restart(...cluster.all);
  } else {
    cluster.partition([...cluster.all, other.process]);
    yield* untilDiscarded(world, other, [away], put.value);
    yield* stage.makeLeader(away);
  }
  cluster.healPartition();
  yield* inFlight;
  yield* writer.get(KEY);
  yield* other.get(KEY);
  world.demandLinearizable();
  return isLost && isDiscarded;
}

/** Puts on other keys, until `servers` have snapshots, and nothing of `text` in their logs. */
function* untilDiscarded(
  { sim }: KvRaftWorld,
  clerk: KvClient,
  servers: readonly number[],
  text: string,
): Steps<boolean> {
  const isDiscarded = (): boolean =>
    servers.every((server) => {
      const { state, snapshot } = sim.disk(server);
      return snapshot?.includes(text) === true && state?.includes(text) === false;
    });
  for (let puts = 0; puts < PUTS_MAX && !isDiscarded(); puts++) {
    const key = `other ${puts % 3}`;
    const seen = yield* clerk.get(key);
    yield* clerk.put(key, `${puts}`, versionOf(seen));
  }
  return isDiscarded();
}

export const resendAfterSnapshotScenario = kvRaftScenario({
  id: 'resend-after-snapshot',
  title: 'a put is sent again after a snapshot',
  holdsTo: 'Whatever a server decides with is in the snapshot, and restoring replaces the state.',
  part: '4C',
  points: 2,
  kind: 'exploration',
  source: 'Raft paper, 8; 6.5840 Lab 4C',
  servers: 3,
  clerks: 2,
  seeds: 12,
  maxStateBytes: MAX_STATE_BYTES,
  *play(world) {
    yield* playRounds(world.cluster, 'resend-after-snapshot', (stage, leader) =>
      resendAfterSnapshot(world, stage, leader),
    );
    yield* world.converge([KEY, 'other 0', 'other 1', 'other 2']);
  },
});
