import { isLike } from '../../../harness/adversary/like.ts';
import type { Message } from '../../../harness/adversary/message.ts';
import {
  asScript,
  until,
  wait,
  type Script,
  type Steps,
} from '../../../harness/vocabulary/script.ts';
import { versionOf, type KvClient } from '../../kv/kv-client.ts';
import { kvRaftScenario } from '../kv-scenario.ts';
import type { KvRaftWorld } from '../kv-world.ts';
import { overwrite } from './overwrite.ts';
import { PATIENCE_MS, playRounds, type KvRaftStage } from './stage.ts';

const KEY = 'x';

/** A put is carried out, or will be, but its clerk does not hear of it, and sends it again. */
function* lostReply(world: KvRaftWorld, stage: KvRaftStage, leader: number): Steps<boolean> {
  const { cluster } = world;
  const { random } = cluster;
  const [writer, other] = [world.clerk(0), world.clerk(1)];
  const before = yield* writer.get(KEY);
  const version = versionOf(before);
  const value = `lost at ${world.sim.nowUs}`;
  const put = { key: KEY, value, version };
  const how = random.pick(['answered', 'crash', 'crash before commit', 'deposed'] as const);
  const isStored = how === 'crash before commit' || how === 'deposed';
  const lost = isStored ? loseCommit : loseReply;
  const areCopiesLate = random.chance(500_000);
  const [isLost, inFlight] = yield* lost(world, stage, { leader, writer, areCopiesLate, ...put });
  if (how === 'deposed') yield* depose(world, stage, leader, writer);
  else if (how !== 'answered') {
    cluster.crash(leader);
    // What the clerk sent to other servers meanwhile reaches one of them when it leads.
    if (areCopiesLate) yield* cluster.oneLeader(cluster.others(leader));
  }
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
  /** Whether what the clerk sends to other servers, once the leader has the put, is held back. */
  readonly areCopiesLate?: boolean;
  /** What happens between the put's being carried out and the loss of its answer. */
  readonly onAnswered?: () => Steps<void>;
}

type InFlight = readonly [isLost: boolean, inFlight: Steps<unknown>];

/** The leader's answer to a put is lost. */
export function* loseReply(world: KvRaftWorld, stage: KvRaftStage, lost: Lost): Steps<InFlight> {
  const { leader, writer, key, value, version } = lost;
  const answer = { from: leader, to: writer.process, half: 'reply', method: 'put' } as const;
  const [isCopy, isAnswer] = [copiesOf(stage, lost), isLike<Message>(answer)];
  stage.hold((message) => isCopy(message) || isAnswer(message));
  const inFlight = world.begin(writer.put(key, value, version));
  const isHeld = (yield* stage.arrival(answer, { withinMs: PATIENCE_MS })) !== null;
  if (lost.onAnswered !== undefined) yield* lost.onAnswered();
  stage.hold(isCopy);
  // What comes over a link that is closed by then is lost.
  stage.blockFor(5, leader, writer.process);
  stage.release({ from: leader });
  yield* wait(2);
  return [isHeld, inFlight];
}

/** Whether a message is a put of the clerk to another server, sent when the leader has had it already. */
function copiesOf(
  stage: KvRaftStage,
  { leader, writer, areCopiesLate = false }: Lost,
): (message: Message) => boolean {
  const put = { from: writer.process, half: 'request', method: 'put' } as const;
  const first = stage.lookFor({ ...put, to: leader });
  const isOther = isLike<Message>({ ...put, to: (to) => to !== leader });
  return (message) => areCopiesLate && first.hasCome && isOther(message);
}

/** The leader stores a put on all servers, and never learns that it has. */
function* loseCommit(world: KvRaftWorld, stage: KvRaftStage, lost: Lost): Steps<InFlight> {
  const { sim, cluster } = world;
  const { leader, writer, key, value, version } = lost;
  const others = cluster.others(leader);
  const isCopy = copiesOf(stage, lost);
  stage.hold((message) => {
    return isCopy(message) || (others.includes(message.from) && message.to === leader);
  });
  const inFlight = world.begin(writer.put(key, value, version));
  const isStored = (): boolean =>
    others.every((server) => sim.disk(server).state?.includes(value) === true);
  return [yield* until(isStored, PATIENCE_MS), inFlight];
}

/**
 * Another leader commits what the old one stored. The old one learns of the new term from the third
 * server, and of what is committed only later.
 */
function* depose(
  world: KvRaftWorld,
  stage: KvRaftStage,
  old: number,
  writer: KvClient,
): Steps<void> {
  const { cluster } = world;
  const others = cluster.others(old);
  const other = world.clerk(1);
  cluster.partition([old, writer.process], [...others, other.process]);
  const next = yield* cluster.oneLeader(others, cluster.view(old).term);
  yield* other.get(KEY);
  // By then nothing of the put may be left to be seen.
  if (cluster.random.chance(500_000)) yield* overwrite(other, KEY);
  stage.hold({ from: next, to: old, half: 'request' });
  cluster.healPartition();
  stage.release({ from: (from) => from !== next });
}

/**
 * A request of a put is late: its clerk has sent it again, and has gone on to the next put. That one is
 * carried out, and its answer is lost; now the late one comes, and then the next put is sent again.
 */
function* lateCopy(world: KvRaftWorld, stage: KvRaftStage, leader: number): Steps<boolean> {
  const { sim } = world;
  const [writer, other] = [world.clerk(0), world.clerk(1)];
  const before = yield* writer.get(KEY);
  const version = versionOf(before);
  stage.holdOne({ from: writer.process, to: leader, half: 'request', method: 'put' });
  let err: string | null | undefined;
  let isPatient = false;
  const puts = function* (): Script {
    err = yield* writer.put(KEY, `late at ${sim.nowUs}`, version);
  };
  const resends = function* (): Script {
    // A clerk that waits for as long as it takes has no late copy.
    isPatient = !(yield* until(() => err !== undefined, PATIENCE_MS));
    if (isPatient) stage.release();
  };
  yield* world.together([puts(), resends()]);
  if (err !== 'OK' || isPatient) return false;

  const next = { key: KEY, value: `after the late one, ${sim.nowUs}`, version: version + 1 };
  const onAnswered = function* (): Steps<void> {
    stage.release({ from: writer.process });
    yield* wait(world.cluster.random.between(20, 100));
  };
  const [isLost, inFlight] = yield* loseReply(world, stage, {
    leader,
    writer,
    onAnswered,
    ...next,
  });
  yield* inFlight;
  yield* other.get(KEY);
  world.demandLinearizable();
  return isLost;
}

/**
 * The answer to a get is late: its clerk has asked again, was answered, and has begun its next get. What
 * comes now was true once, and answers nothing that the clerk still asks.
 */
function* oldAnswer(world: KvRaftWorld, stage: KvRaftStage, leader: number): Steps<boolean> {
  const { cluster } = world;
  const [reader, writer] = [world.clerk(0), world.clerk(1)];
  yield* overwrite(writer, KEY);
  yield* reader.get(KEY);
  const answer = { from: leader, to: reader.process, half: 'reply', method: 'get' } as const;
  const held = stage.holdOne(answer);
  const first = world.begin(reader.get(KEY));
  // A clerk that waits for as long as it takes hears the answer when it comes, and nothing is old.
  const isAskedAgain = yield* until(() => held.hasCome && !reader.isBusy, PATIENCE_MS);
  if (!isAskedAgain) stage.release();
  yield* first;
  if (!isAskedAgain) return false;

  yield* overwrite(writer, KEY);
  stage.hold({ from: reader.process, half: 'request' });
  const second = world.begin(reader.get(KEY));
  const releases = function* (): Script {
    stage.release({ from: leader });
    yield* wait(cluster.random.between(5, 50));
    stage.letGo();
  };
  yield* world.together([releases(), asScript(second)]);
  world.demandLinearizable();
  return true;
}

/** Some rounds are played once a run. */
const ONCE: ReadonlyMap<number, typeof lostReply> = new Map([
  [1, lateCopy],
  [3, oldAnswer],
]);

export const lostReplyScenario = kvRaftScenario({
  id: 'lost-reply',
  title: 'a put whose answer is lost is told as it is',
  holdsTo:
    'A put whose answer was lost is carried out once, and its clerk says ErrVersion only where it surely was not done.',
  part: '4B',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 8: a command executed twice; 6.5840: ErrMaybe',
  servers: 3,
  clerks: 2,
  seeds: 16,
  *play(world) {
    let round = 0;
    yield* playRounds(world.cluster, 'lost-reply', function* (stage, leader) {
      const once = ONCE.get(round++);
      if (once === undefined) return yield* lostReply(world, stage, leader);
      // A patient clerk makes these rounds long, and they are not to cost the others.
      const fromUs = world.sim.nowUs;
      const isReached = yield* once(world, stage, leader);
      stage.prolong((world.sim.nowUs - fromUs) / 1_000);
      return isReached;
    });
    yield* world.converge([KEY]);
  },
});
