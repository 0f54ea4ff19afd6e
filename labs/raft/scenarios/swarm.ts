import { randomPlan } from '../../../harness/faults/random-plan.ts';
import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { converge, convergeOnLeader } from '../converge.ts';
import { raftScenario, type RaftScenario } from '../raft-scenario.ts';
import type { RaftWorld } from '../raft-world.ts';

const CHAOS_MS = 8_000;
/** An even number of servers has two halves, neither of which is a majority. */
const SIZES = { least: 3, most: 7 };
const CLIENT_MS_MIN = 5;
const CLIENT_MS_MAX = 150;

/** No log and no disk is needed to pass 3A: leaders come and go, and nothing else is asked. */
const swarmElections = swarm({
  id: 'swarm-elections',
  title: 'elections under random faults',
  holdsTo:
    'In each term at most one server leads, whatever the network does; when all is healed, one leader is followed by all.',
  part: '3A',
  points: 2,
  servers: SIZES,
  crashes: false,
  *play(world) {
    yield* wait(CHAOS_MS);
    yield* convergeOnLeader(world);
  },
});

const swarmLog = swarm({
  id: 'swarm-log',
  title: 'agreement under random faults',
  holdsTo:
    'Logs agree at every index, whatever the network does; when all is healed, a new command is applied by all.',
  part: '3B',
  points: 1,
  servers: SIZES,
  crashes: false,
  play: chaosThenConverge,
});

const swarmCrashes = swarm({
  id: 'swarm-crashes',
  title: 'agreement under random faults and crashes',
  holdsTo: 'What was promised before a crash is kept after it, wherever the crash falls.',
  part: '3C',
  points: 1,
  servers: SIZES,
  crashes: true,
  play: chaosThenConverge,
});

const swarmSnapshots = swarm({
  id: 'swarm-snapshots',
  title: 'snapshots under random faults and crashes',
  holdsTo:
    'Snapshots come and go under crashes: no server is taken back, and none loses what it has acknowledged.',
  part: '3D',
  points: 2,
  servers: SIZES,
  crashes: true,
  snapshotEvery: (random) => random.between(3, 10),
  snapshotDelayMs(random) {
    const slowestMs = random.pick([0.05, 5, 50]);
    return () => random.between(50, slowestMs * 1_000) / 1_000;
  },
  play: chaosThenConverge,
});

/** Scenarios in which every seed suffers faults of its own: some kinds of them, at random times. */
export const swarms: readonly Scenario[] = [swarmElections, swarmLog, swarmCrashes, swarmSnapshots];

type GivenSwarm = Pick<
  RaftScenario,
  | 'id'
  | 'title'
  | 'holdsTo'
  | 'part'
  | 'points'
  | 'servers'
  | 'snapshotEvery'
  | 'snapshotDelayMs'
  | 'play'
> & { readonly crashes: boolean };

function swarm({ crashes, ...given }: GivenSwarm): Scenario {
  return raftScenario({
    source: 'raft-extended.pdf section 5',
    kind: 'exploration',
    network: 'unreliable',
    plan: (seed, processes) => randomPlan(seed, { processes, chaosMs: CHAOS_MS, crashes }),
    ...given,
  });
}

function* chaosThenConverge(world: RaftWorld): Steps<void> {
  const { sim } = world;
  // Some bugs need a busy client and others a quiet one.
  const everyMs = world.random.between(CLIENT_MS_MIN, CLIENT_MS_MAX);
  while (sim.nowUs < CHAOS_MS * 1_000) {
    yield* wait(everyMs);
    for (const server of world.all) if (world.view(server).isLeader) world.start(server);
  }
  yield* converge(world);
}
