import { wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { kvLoad } from '../../kv/kv-load.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import type { KvWorld } from '../kv-world.ts';

/** What 6.5840's tests of the service are made of. */
export interface LoadAndFaults {
  /** All servers crash at once after each round of load. */
  readonly crash?: boolean;
  /** The servers are cut in two at random, again and again, during the load. */
  readonly partitions?: boolean;
  readonly keys?: number;
}

const ROUNDS = 3;
/** One round's load, as 6.5840 has it; partitions need more, for there are elections in it. */
const ROUND_MS = 1_000;
const PARTITIONED_ROUND_MS = 2_200;
const DOWN_MS = 1_000;
/** Up to this long for each clerk, a clerk thinks between two operations: the service is kept busy. */
const THINK_MS_PER_CLERK = 4;
/** Without snapshots it is more, for the log grows, and each save writes all of it. */
const THINK_WITHOUT_SNAPSHOTS_MS = 100;
const GET_PERCENT = 40;

/** 6.5840's GenericTest: load with faults, three times over, and all of it must be linearizable. */
export function* loadAndFaults(world: KvWorld, faults: LoadAndFaults): Steps<void> {
  const { sim, cluster } = world;
  const keys = keysOf(faults.keys ?? 3);
  const busyMs = Math.round(THINK_MS_PER_CLERK * world.clerks.length);
  const thinkMs = [0, world.maxStateBytes === null ? THINK_WITHOUT_SNAPSHOTS_MS : busyMs] as const;
  for (let round = 0; round < ROUNDS; round++) {
    const roundMs = faults.partitions === true ? PARTITIONED_ROUND_MS : ROUND_MS;
    const untilUs = sim.nowUs + roundMs * 1_000;
    const load = { keys, thinkMs, getPercent: GET_PERCENT, untilUs };
    const loads = world.clerks.map((clerk) => kvLoad(clerk, world.randomOf(clerk), load));
    yield* world.together(
      faults.partitions === true ? [...loads, partitions(world, untilUs)] : loads,
    );
    if (faults.crash === true) {
      cluster.crash(...cluster.all);
      yield* wait(DOWN_MS);
      cluster.restart(...cluster.all);
    }
    yield* world.judge(keys);
    yield* world.demandSmallDisks();
  }
  const isRough = faults.partitions === true || sim.network.preset.lossPerMillion > 0;
  mustHave(sim, !isRough || sim.calls.dropped > 0, 'no message was dropped');
}

export function keysOf(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `k${i}`);
}

/** Two halves at random, for about a second each; clerks reach both. They are one again at the end. */
function* partitions({ cluster, sim }: KvWorld, untilUs: number): Script {
  const { random, all: servers } = cluster;
  while (sim.nowUs < untilUs) {
    const left = servers.filter(() => random.chance(500_000));
    cluster.split(left, cluster.others(...left));
    yield* wait(random.between(700, 1_199));
  }
  cluster.unite();
}
