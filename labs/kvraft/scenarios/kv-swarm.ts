import type { FaultPlan } from '../../../harness/faults/fault.ts';
import { randomPlan } from '../../../harness/faults/random-plan.ts';
import type { Scenario } from '../../../harness/scenario/scenario.ts';
import type { ProcessSpec } from '../../../harness/sim/process.ts';
import { Random } from '../../../harness/vocabulary/random.ts';
import { numbersOf } from '../../../harness/vocabulary/role.ts';
import { wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { kvLoad } from '../../kv/kv-load.ts';
import { kvScenario, type KvScenario } from '../kv-scenario.ts';
import type { KvWorld } from '../kv-world.ts';
import { keysOf } from './kv-load-and-faults.ts';

const CHAOS_MS = 6_000;
const SERVERS = 3;
const CLERKS = 4;
/** Enough for a bug that shows in one run of five to escape with a chance of 1%. */
const SEEDS = 20;
/** Some bugs need busy clients, and others quiet ones. */
const THINK_MAX_MS = [20, 150] as const;

/** Scenarios in which every seed suffers faults of its own: some kinds of them, at random times. */
export const kvSwarms: readonly Scenario[] = [
  swarm({
    id: 'kv-swarm',
    title: 'the service under random faults',
    holdsTo:
      'What clerks are answered is linearizable under any faults, and all is answered once they end.',
    part: '4B',
  }),
  swarm({
    id: 'kv-swarm-snapshots',
    title: 'the service, snapshots, random faults',
    holdsTo: 'The state with its versions, and sessions if there are any, is in the snapshot.',
    part: '4C',
    maxStateBytes: 700,
  }),
];

function swarm(
  given: Pick<KvScenario, 'id' | 'title' | 'holdsTo' | 'part' | 'maxStateBytes'>,
): Scenario {
  return kvScenario({
    points: 1,
    kind: 'exploration',
    source: 'raft-extended.pdf section 8',
    network: 'unreliable',
    servers: SERVERS,
    clerks: CLERKS,
    seeds: SEEDS,
    plan: (seed, processes) => [
      ...serverFaults(seed, processes),
      ...clerkCrashes(seed, numbersOf(processes, 'clerk')),
    ],
    ...given,
    play: loadUnderFaults,
  });
}

function* loadUnderFaults(world: KvWorld): Steps<void> {
  const { random } = world.cluster;
  const keys = keysOf(random.between(1, 3));
  const thinkMs = [0, random.between(...THINK_MAX_MS)] as const;
  const getPercent = random.pick([20, 50, 80]);
  const load = { keys, thinkMs, getPercent, untilUs: CHAOS_MS * 1_000 };
  const loads = world.clerks.map((clerk) => kvLoad(clerk, world.randomOf(clerk), load));
  yield* world.together([...loads, healAfterChaos(world)]);
  yield* world.converge(keys);
}

/** What is under way at the end of the chaos has to end without it. */
function* healAfterChaos({ sim }: KvWorld): Script {
  yield* wait(CHAOS_MS - sim.nowUs / 1_000);
  sim.heal();
}

/** Faults of servers and of the links between them: clerks reach both sides of every partition. */
function serverFaults(seed: number, processes: readonly ProcessSpec[]): FaultPlan {
  const among = numbersOf(processes, 'server');
  return randomPlan(seed, { processes, among, chaosMs: CHAOS_MS });
}

/** Every other run a client dies in mid-operation, and a new one takes its place. */
function clerkCrashes(seed: number, clerks: readonly number[]): FaultPlan {
  const random = new Random(seed, 'clerk crash');
  if (random.chance(500_000, 0)) return [];
  const server = clerks[random.between(0, clerks.length - 1, 1)] as number;
  const restartAfterMs = random.between(1, 500, 2);
  const atUs = 1_000 * random.between(500, CHAOS_MS, 3);
  return [{ atUs, fault: { kind: 'crash', server, restartAfterMs } }];
}
