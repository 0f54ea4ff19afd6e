import { isLike, type Like } from '../../../harness/adversary/like.ts';
import { PLAIN_SIGHT, type Message, type Sight } from '../../../harness/adversary/message.ts';
import { LastSteps } from '../../../harness/adversary/rounds.ts';
import type { Sighting } from '../../../harness/adversary/sighting.ts';
import { Stage } from '../../../harness/adversary/stage.ts';
import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import type { Effect } from '../../../harness/vocabulary/server.ts';
import { versionOf, type KvClient } from '../../kv/kv-client.ts';
import { checkAll, load } from '../scenarios/steps.ts';
import { keyOf, type ShardWorld } from '../shard-world.ts';

/** A message on its way, which may be a part of a hand-over: one between servers of different groups. */
export interface Passing extends Message {
  readonly isHandOver: boolean;
}

/** Tells apart what servers of different groups say to each other, whoever carries shards and by whatever RPCs. */
class ShardSight implements Sight<Passing> {
  private readonly groups: readonly (string | undefined)[];
  private readonly controllers: ReadonlySet<number>;

  constructor({ sim, controllers }: ShardWorld) {
    this.groups = sim.processes.map(({ group }) => group);
    this.controllers = new Set(controllers);
  }

  see(message: Message): Passing {
    const { from, to, half } = message;
    const [caller, callee] = half === 'request' ? [from, to] : [to, from];
    return { ...message, isHandOver: this.isHandOver(caller, callee) };
  }

  leaves(...effect: Parameters<Sight<Message>['leaves']>): Passing | null {
    const message = PLAIN_SIGHT.leaves(...effect);
    return message === null ? null : this.see(message);
  }

  /**
   * Whether a call between these two hands a shard over: they are servers of different groups. What
   * groups ask of controllers is none: most of that is only a look at the configuration.
   */
  isHandOver(caller: number, callee: number): boolean {
    const [a, b] = [this.groups[caller], this.groups[callee]];
    return a !== undefined && b !== undefined && a !== b && !this.controllers.has(callee);
  }

  /** Whether both are controllers, or servers of one group. */
  areOfOneGroup(a: number, b: number): boolean {
    return this.groups[a] === this.groups[b];
  }
}

/** What an adversary of hand-overs sees and does. */
export class HandOverStage extends Stage<Passing> {
  readonly world: ShardWorld;
  private readonly groups: ShardSight;

  constructor(world: ShardWorld) {
    const groups = new ShardSight(world);
    super(world.sim, { all: [...world.controllers, ...world.shardServers], sight: groups });
    this.world = world;
    this.groups = groups;
  }

  /** Whether both are controllers, or servers of one group. */
  areOfOneGroup(a: number, b: number): boolean {
    return this.groups.areOfOneGroup(a, b);
  }

  /** Holds those messages of hand-overs back that are like this. */
  holdHandOver(like: Like<Passing> = {}): Sighting<Passing> {
    const test = isLike(like);
    return this.hold((message) => message.isHandOver && test(message));
  }

  /** An effect on which a hand-over turns: something saved, or said to another group. */
  isTurn(server: number, effect: Effect): boolean {
    return (
      effect.kind === 'save' ||
      (effect.kind === 'send' && this.groups.isHandOver(server, effect.to))
    );
  }

  /** Starts all servers, and ends whatever the adversary holds, watches and kills; its cuts stay. */
  override reset(): void {
    this.forget();
    this.release();
    this.restart(...this.all);
  }
}

/** The keys that adversaries of one shard use: some of it is written, some of it is only read. */
export function keysOfShard(shard: number): string[] {
  return [keyOf(shard), keyOf(shard, 1)];
}

/** Reads and writes a shard's keys, which shows that it is served. */
export function* useShard(clerk: KvClient, shard: number): Steps<void> {
  const { sim } = clerk.clients;
  for (const key of keysOfShard(shard)) {
    const reply = yield* clerk.get(key);
    const version = versionOf(reply);
    yield* clerk.put(key, `${key} at ${sim.nowUs}`, version);
  }
}

/**
 * So much longer a hand-over may take whose leader crashed, or waits for a message in vain: another is
 * elected, or another way is tried.
 */
const SUCCESSION_MS = 3_000;

/** Uses the shard; where the hand-over cannot end without what is held, that goes on after a while. */
export function* useInTime(
  stage: HandOverStage,
  shard: number,
  clerk: KvClient = stage.world.clerk,
): Steps<void> {
  const { world } = stage;
  let isServed = false;
  const use = function* (): Script {
    yield* useShard(clerk, shard);
    isServed = true;
  };
  const watch = function* (): Script {
    if (!(yield* until(() => isServed, SUCCESSION_MS))) stage.letGo();
  };
  yield* world.together(use(), watch());
}

/** Tells of each message whether it brings what has this mark: a request with it, or an answer. */
export function carriers(stage: HandOverStage, mark: string): (message: Passing) => boolean {
  // Who has answered with it: what such a server answers to another group is that, or old.
  const answers = stage.lookForSent({ reply: (reply) => reply?.includes(mark) === true });
  const hasAnswered = (server: number): boolean =>
    answers.messages.some(({ from }) => from === server);
  return ({ from, half, args }) => (half === 'request' ? args.includes(mark) : hasAnswered(from));
}

/** Tells of each request whether it is the second copy of one that has already come. */
export function secondCopies(stage: HandOverStage): (request: Passing) => boolean {
  /** By link: how many requests had been sent there when the last one came. */
  const sentBefore = new Map<string, number>();
  const sent = stage.lookForSent({ half: 'request' });
  return ({ from, to }) => {
    const link = `${from}>${to}`;
    const count = sent.messages.filter((each) => each.from === from && each.to === to).length;
    const isSecond = sentBefore.get(link) === count;
    sentBefore.set(link, count);
    return isSecond;
  };
}

/** Whether one of these servers has it on its disk, in the log or in a snapshot. */
export function haveOnDisk({ sim }: ShardWorld, servers: readonly number[], text: string): boolean {
  return servers.some((server) => {
    const { state, snapshot } = sim.disk(server);
    return state?.includes(text) === true || snapshot?.includes(text) === true;
  });
}

/** Writes a mark under a key, and returns the version that this makes. */
export function* markKey(clerk: KvClient, key: string, mark: string): Steps<number> {
  const reply = yield* clerk.get(key);
  const version = versionOf(reply);
  yield* clerk.put(key, mark, version);
  return version + 1;
}

/** Looks again and again, `everyMs`, whether a key has got beyond a version; returns whether it has. */
export function* hasGoneOn(
  clerk: KvClient,
  { key, version }: { readonly key: string; readonly version: number },
  { looks, everyMs }: { readonly looks: number; readonly everyMs: number },
): Steps<boolean> {
  for (let i = 0; i < looks; i++) {
    yield* wait(everyMs);
    if (versionOf(yield* clerk.get(key)) > version) return true;
  }
  return false;
}

/** Lets a clerk reach the controllers no more, or again. */
export function setBlind(world: ShardWorld, { process }: KvClient, isBlind: boolean): void {
  const kind = isBlind ? 'block-link' : 'unblock-link';
  for (const to of world.controllers) world.sim.inject({ kind, from: process, to });
}

/** Moves a shard to another of the groups. */
export function* moveShard(
  world: ShardWorld,
  shard: number,
  gids: readonly number[],
): Steps<{ readonly from: number; readonly to: number }> {
  const { shards } = yield* world.newest();
  const from = shards[shard] ?? 0;
  const to = world.random.pick(gids.filter((gid) => gid !== from));
  yield* world.move(shard, to);
  return { from, to };
}

/** What `playRounds` plays. */
export interface HandOverRounds {
  /** The adversary's name, under which a run says how often it reached its last step. */
  readonly id: string;
  readonly count: number;
  /** The clerks from this one on are at work on the same keys all the while; the adversary has the others. */
  readonly loadFrom: number;
  /** One round, on this shard; true when the adversary did what it meant to. */
  round(stage: HandOverStage, shard: number): Steps<boolean>;
}

/** A handful of shards, so that each changes hands several times. */
const SHARDS_USED = [0, 1, 2];

/** Plays rounds one after another; the adversary must strike; then everything must be in order. */
export function* playRounds(world: ShardWorld, rounds: HandOverRounds): Script {
  const stage = new HandOverStage(world);
  const all = SHARDS_USED.flatMap(keysOfShard);
  const going = { isOver: false };
  const lastSteps = new LastSteps(world.sim, rounds.id);
  const play = function* (): Script {
    for (let n = 0; n < rounds.count; n++) {
      yield* lastSteps.play(rounds.round(stage, SHARDS_USED[n % SHARDS_USED.length] ?? 0));
      stage.reset();
      yield* wait(world.random.between(0, 100));
    }
    going.isOver = true;
  };
  yield* world.together(...load(world, all, going).slice(rounds.loadFrom), play());

  yield* world.converge();
  yield* checkAll(world, all);
  yield* world.audit();
}
