import {
  asScript,
  until,
  wait,
  type Script,
  type Steps,
} from '../../../harness/vocabulary/script.ts';
import { versionOf, type KvClient } from '../../kv/kv-client.ts';
import type { KvRaftWorld } from '../kv-world.ts';
import { overwrite } from './overwrite.ts';
import { PATIENCE_MS, type KvRaftStage } from './stage.ts';

export const KEY = 'x';
/** Readers, writers, and one that keeps the old leader busy. */
export const CLERKS = 6;
/** A get that is going to be answered wrongly is answered soon: the old leader asks nobody. */
const LOOK_MS = 120;
/** Time between two operations of the busy clerk. */
const THINK_MS = [2, 15] as const;

/** Who does what around an old leader. */
interface Cast {
  /** They ask the old leader, and reach nobody else once it is cut off. */
  readonly readers: readonly KvClient[];
  /** They stay with the others. Whom they asked last is whom most clerks ask first. */
  readonly writers: readonly KvClient[];
  /** It puts all the time, so that a lease that hangs on operations is fresh. */
  readonly busy: KvClient;
}

export function castOf(world: KvRaftWorld): Cast {
  const { clerks } = world;
  return { readers: clerks.slice(0, 3), writers: clerks.slice(3, 5), busy: world.clerk(5) };
}

/** Cuts the old leader, and who is on its side, off from the others. */
export function cutOff({ cluster }: KvRaftWorld, cast: Cast, old: readonly number[]): void {
  const { readers, busy, writers } = cast;
  const others = cluster.others(...old);
  cluster.partition(
    [...old, ...processesOf([...readers, busy])],
    [...others, ...processesOf(writers)],
  );
}

function processesOf(clerks: readonly KvClient[]): number[] {
  return clerks.map(({ process }) => process);
}

export interface StaleRead {
  readonly cast: Cast;
  readonly old: number;
  /** Whether the old leader gets puts all the time; a server that misses them will not be elected. */
  readonly isBusy: boolean;
  /**
   * Takes the office from the old leader, and leaves it cut off; returns whether another one leads. It tells
   * when the cut is there to stay: then a writer may begin to look for the next leader.
   */
  readonly depose: (isCutOff: () => void) => Steps<boolean>;
  /** What happens between the put's answer and the gets, and while they are on their way. */
  readonly beforeGets?: () => Steps<void>;
  readonly afterGets?: () => Steps<void>;
}

/**
 * Another server leads, and a put is answered there; then gets reach the old leader, which has not heard
 * of it. Whatever allows it to read its own state must be over by then. Returns whether it came to that.
 */
export function* staleRead(
  world: KvRaftWorld,
  stage: KvRaftStage,
  given: StaleRead,
): Steps<boolean> {
  const { sim, cluster } = world;
  const { cast, old, isBusy, depose, beforeGets, afterGets } = given;
  const [direct, searching] = cast.writers;
  const { term } = cluster.view(old);
  let version = 0;
  for (const reader of cast.readers) version = versionOf(yield* reader.get(KEY));

  let isCutOff = false;
  let isDeposed = false;
  let isPut = false;
  let isLeading = false;
  let isOver = false;
  const put = function* (writer: KvClient | undefined, mayBegin: () => boolean): Script {
    if (writer === undefined || !(yield* until(mayBegin, 2 * PATIENCE_MS))) return;
    if (isOver) return;
    const value = `${writer.name} at ${sim.nowUs}`;
    if ((yield* writer.put(KEY, value, version)) === 'OK') isPut = true;
  };
  const main = function* (): Script {
    isDeposed = yield* depose(() => {
      isCutOff = true;
    });
    if (isDeposed && (yield* until(() => isPut, PATIENCE_MS))) {
      if (beforeGets !== undefined) yield* beforeGets();
      isLeading = cluster.view(old).isLeader && cluster.view(old).term === term;
      const gets = cast.readers.map((reader) => world.begin(reader.get(KEY)));
      if (afterGets !== undefined) yield* afterGets();
      yield* wait(LOOK_MS);
      isOver = true;
      stage.reset();
      yield* world.together(gets.map((get) => asScript(get)));
    }
    isOver = true;
    stage.reset();
  };
  yield* world.together([
    main(),
    put(direct, () => isDeposed || isOver),
    put(searching, () => isCutOff || isOver),
    keepBusy(world, cast.busy, () => isOver || !isBusy),
  ]);
  yield* overwrite(cast.busy, KEY);
  world.demandLinearizable();
  return isPut && isLeading;
}

function* keepBusy(world: KvRaftWorld, busy: KvClient, isOver: () => boolean): Script {
  while (!isOver()) {
    yield* overwrite(busy, 'busy');
    yield* wait(world.cluster.random.between(...THINK_MS));
  }
}
