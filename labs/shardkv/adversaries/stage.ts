import type { Effect } from '../../../harness/sim/server.ts';
import type { Observer } from '../../../harness/sim/simulation.ts';
import { wait, type Script, type Steps } from '../../../harness/scenario/script.ts';
import type { KvClient } from '../../kv-client.ts';
import { keyOf, type ShardWorld } from '../shard-world.ts';
import { checkAll, load } from '../scenarios/steps.ts';

/** A message that goes from a server of one group to one of another: a part of a hand-over. */
export interface Passing {
  readonly from: number;
  readonly to: number;
  readonly half: 'request' | 'reply';
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
  private readonly groups: readonly (string | undefined)[];
  private readonly controllers: ReadonlySet<number>;

  constructor(world: ShardWorld) {
    this.world = world;
    this.groups = world.sim.processes.map(({ group }) => group);
    this.controllers = new Set(world.controllers);
    world.sim.observe(this);
  }

  effect(server: number, effect: Effect): boolean {
    return this.kill(server, effect);
  }

  holds(from: number, to: number, _method: string, half: 'request' | 'reply'): boolean {
    const [caller, callee] = half === 'request' ? [from, to] : [to, from];
    return this.isHandOver(caller, callee) && this.hold({ from, to, half });
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
    const version = reply?.err === 'OK' ? reply.version : 0;
    yield* clerk.put(key, `${key} at ${sim.nowUs}`, version);
  }
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
