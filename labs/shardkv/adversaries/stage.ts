import type { Observer } from '../../../harness/sim/simulation.ts';
import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import type { Effect } from '../../../harness/vocabulary/server.ts';
import { versionOf, type KvClient } from '../../kv/kv-client.ts';
import { checkAll, load } from '../scenarios/steps.ts';
import { keyOf, type ShardWorld } from '../shard-world.ts';

/** A message on its way, such as a part of a hand-over: one between servers of different groups. */
export interface Passing {
  readonly from: number;
  readonly to: number;
  readonly half: 'request' | 'reply';
  /** Those of the call, as JSON text. */
  readonly args: string;
}

/**
 * What an adversary of hand-overs sees and does, whoever carries shards and by whatever RPCs. It
 * leaves alone what groups ask of controllers: most of that is only a look at the configuration.
 */
export class Stage implements Observer {
  readonly world: ShardWorld;
  /** Whether to crash this server right after this effect. */
  kill: (server: number, effect: Effect) => boolean = () => false;
  /** Whether to hold this message back. */
  hold: (message: Passing) => boolean = () => false;
  /** Whether to hold back this message of whomever to whomever. */
  keep: (message: Passing) => boolean = () => false;
  /** Takes note of a message that is sent. */
  sent: (from: number, to: number) => void = () => {};
  /** Takes note of what a server answers to a request. */
  answers: (from: number, reply: string) => void = () => {};
  private readonly groups: readonly (string | undefined)[];
  private readonly controllers: ReadonlySet<number>;

  constructor(world: ShardWorld) {
    this.world = world;
    this.groups = world.sim.processes.map(({ group }) => group);
    this.controllers = new Set(world.controllers);
    world.sim.observe(this);
  }

  effect(server: number, effect: Effect): boolean {
    if (effect.kind === 'send') this.sent(server, effect.to);
    if (effect.kind === 'respond') this.answers(server, effect.reply);
    return this.kill(server, effect);
  }

  holds(
    from: number,
    to: number,
    _method: string,
    half: 'request' | 'reply',
    args: string,
  ): boolean {
    const [caller, callee] = half === 'request' ? [from, to] : [to, from];
    const message = { from, to, half, args };
    return this.keep(message) || (this.isHandOver(caller, callee) && this.hold(message));
  }

  /** Whether a call between these two hands a shard over: they are servers of different groups. */
  isHandOver(caller: number, callee: number): boolean {
    const [a, b] = [this.groups[caller], this.groups[callee]];
    return a !== undefined && b !== undefined && a !== b && !this.controllers.has(callee);
  }

  /** Whether both are controllers, or servers of one group. */
  areOfOneGroup(a: number, b: number): boolean {
    return this.groups[a] === this.groups[b];
  }

  /** Holds nothing back any more, and sends what was. */
  letGo(): void {
    this.hold = () => false;
    this.keep = () => false;
    this.world.sim.calls.release();
  }

  /** An effect on which a hand-over turns: something saved, or said to another group. */
  isTurn(server: number, effect: Effect): boolean {
    return effect.kind === 'save' || (effect.kind === 'send' && this.isHandOver(server, effect.to));
  }

  /** Undoes every fault. */
  settle(): void {
    const { controllers, shardServers } = this.world;
    this.kill = () => false;
    this.sent = () => {};
    this.answers = () => {};
    this.letGo();
    this.world.restart(...controllers, ...shardServers);
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
  stage: Stage,
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
export function carriers(stage: Stage, mark: string): (message: Passing) => boolean {
  /** The servers that have answered with it: what they answer to another group is that, or old. */
  const answered = new Set<number>();
  stage.answers = (from, reply) => {
    if (reply.includes(mark)) answered.add(from);
  };
  return ({ from, half, args }) => (half === 'request' ? args.includes(mark) : answered.has(from));
}

/** Tells of each request whether it is the second copy of one that has already come. */
export function secondCopies(stage: Stage): (request: Passing) => boolean {
  /** The links on which a request has come since one was sent there. */
  const reached = new Set<string>();
  stage.sent = (from, to) => void reached.delete(`${from}>${to}`);
  return ({ from, to }) => {
    const link = `${from}>${to}`;
    const isSecond = reached.has(link);
    reached.add(link);
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
export interface Rounds {
  /** The adversary's name, under which a run says how often it reached its last step. */
  readonly id: string;
  readonly count: number;
  /** The clerks from this one on are at work on the same keys all the while; the adversary has the others. */
  readonly loadFrom: number;
  /** One round, on this shard; true when the adversary did what it meant to. */
  round(stage: Stage, shard: number): Steps<boolean>;
}

/** A handful of shards, so that each changes hands several times. */
const SHARDS_USED = [0, 1, 2];

/** Plays rounds one after another; the adversary must strike; then everything must be in order. */
export function* playRounds(world: ShardWorld, rounds: Rounds): Script {
  const stage = new Stage(world);
  const all = SHARDS_USED.flatMap(keysOfShard);
  const going = { isOver: false };
  let reached = 0;
  const play = function* (): Script {
    for (let n = 0; n < rounds.count; n++) {
      if (yield* rounds.round(stage, SHARDS_USED[n % SHARDS_USED.length] ?? 0)) reached++;
      stage.settle();
      yield* wait(world.random.between(0, 100));
    }
    going.isOver = true;
  };
  yield* world.together(...load(world, all, going).slice(rounds.loadFrom), play());
  world.sim.reached.set(rounds.id, reached);
  yield* world.converge();
  yield* checkAll(world, all);
  yield* world.audit();
}
