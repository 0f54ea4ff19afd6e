import { until, wait, type Steps } from '../../../harness/scenario/script.ts';
import type { KvClient } from '../../kv-client.ts';
import { kvScenario } from '../kv-scenario.ts';
import type { KvWorld } from '../kv-world.ts';
import { overwrite } from './overwrite.ts';
import { PATIENCE_MS, playRounds, type Stage } from './stage.ts';

const KEY = 'x';

/** A put is carried out, or will be, but its clerk does not hear of it, and sends it again. */
function* lostReply(world: KvWorld, stage: Stage, leader: number): Steps<boolean> {
  const { cluster } = world;
  const { random } = cluster;
  const [writer, other] = [world.clerk(0), world.clerk(1)];
  const before = yield* writer.get(KEY);
  const version = before?.err === 'OK' ? before.version : 0;
  const value = `lost at ${world.sim.nowUs}`;
  const put = { key: KEY, value, version };
  const how = random.pick(['answered', 'crash', 'crash before commit', 'deposed'] as const);
  const isStored = how === 'crash before commit' || how === 'deposed';
  const lost = isStored ? loseCommit : loseReply;
  const [isLost, inFlight] = yield* lost(world, stage, { leader, writer, ...put });
  if (how === 'deposed') yield* depose(world, stage, leader, writer);
  else if (how !== 'answered') cluster.crash(leader);
  if (how === 'deposed') yield* wait(random.between(150, 400));
  stage.reset({ restart: false });
  yield* wait(random.between(0, 150));
  if (random.chance(500_000)) yield* overwrite(other, KEY);
  if (random.chance(500_000)) cluster.restart(leader);
  yield* inFlight;
  yield* other.get(KEY);
  yield* writer.get(KEY);
  world.demandLinearizable();
  return isLost;
}

interface Lost {
  readonly leader: number;
  readonly writer: KvClient;
  readonly key: string;
  readonly value: string;
  readonly version: number;
}

type InFlight = readonly [isLost: boolean, inFlight: Steps<unknown>];

/** The leader's answer to a put is lost. */
export function* loseReply(world: KvWorld, stage: Stage, lost: Lost): Steps<InFlight> {
  const { sim } = world;
  const { leader, writer, key, value, version } = lost;
  stage.hold = ({ from, to, half, method }) =>
    from === leader && to === writer.process && half === 'reply' && method === 'put';
  const inFlight = world.begin(writer.put(key, value, version));
  const isHeld = yield* until(() => sim.calls.held > 0, PATIENCE_MS);
  stage.hold = () => false;
  // What comes over a link that is closed by then is lost.
  sim.inject({ kind: 'block-link', from: leader, to: writer.process, forMs: 5 });
  sim.calls.release();
  yield* wait(2);
  return [isHeld, inFlight];
}

/** The leader stores a put on all servers, and never learns that it has. */
function* loseCommit(world: KvWorld, stage: Stage, lost: Lost): Steps<InFlight> {
  const { sim, cluster } = world;
  const { leader, writer, key, value, version } = lost;
  stage.hold = ({ from, to }) => cluster.others(leader).includes(from) && to === leader;
  const inFlight = world.begin(writer.put(key, value, version));
  const isStored = (): boolean =>
    cluster.others(leader).every((server) => sim.disk(server).state?.includes(value) === true);
  return [yield* until(isStored, PATIENCE_MS), inFlight];
}

/**
 * Another leader commits what the old one stored. The old one learns of the new term from the third
 * server, and of what is committed only later.
 */
function* depose(world: KvWorld, stage: Stage, old: number, writer: KvClient): Steps<void> {
  const { sim, cluster } = world;
  const others = cluster.others(old);
  const other = world.clerk(1);
  cluster.partition([old, writer.process], [...others, other.process]);
  const next = yield* cluster.oneLeader(others, cluster.view(old).term);
  yield* other.get(KEY);
  stage.hold = ({ from, to, half }) => from === next && to === old && half === 'request';
  cluster.healPartition();
  sim.calls.release((from) => from !== next);
}

export const lostReplyScenario = kvScenario({
  id: 'lost-reply',
  title: 'a put whose answer is lost is told as it is',
  part: '4B',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 8: a command executed twice; 6.5840: ErrMaybe',
  servers: 3,
  clerks: 2,
  seeds: 12,
  *play(world) {
    yield* playRounds(world.cluster, 'lost-reply', (stage, leader) =>
      lostReply(world, stage, leader),
    );
    yield* world.converge([KEY]);
  },
});
