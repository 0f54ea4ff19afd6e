import { randomPlan } from '../../../harness/faults/random-plan.ts';
import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { rsmScenario, type RsmScenario } from '../rsm-scenario.ts';
import type { RsmWorld } from '../rsm-world.ts';

const CHAOS_MS = 6_000;
const CLIENT_MS_MIN = 5;
const CLIENT_MS_MAX = 120;

/** Scenarios in which every seed suffers faults of its own: some kinds of them, at random times. */
export const rsmSwarms: readonly Scenario[] = [
  swarm({
    id: 'rsm-swarm',
    title: 'submits under random faults and crashes',
    holdsTo:
      'Under any faults every server carries out the same, once, and a submit is told only of its own operation.',
    part: '4A',
  }),
  swarm({
    id: 'rsm-swarm-snapshots',
    title: 'submits and snapshots under random faults',
    holdsTo:
      'A snapshot and its index belong together, so that nothing is carried out twice or lost.',
    part: '4C',
    maxStateBytes: 600,
  }),
];

function swarm(
  given: Pick<RsmScenario, 'id' | 'title' | 'holdsTo' | 'part' | 'maxStateBytes'>,
): Scenario {
  return rsmScenario({
    points: 1,
    kind: 'exploration',
    source: 'raft-extended.pdf section 8',
    network: 'unreliable',
    plan: (seed, processes) => randomPlan(seed, { processes, chaosMs: CHAOS_MS }),
    ...given,
    play: submitUnderFaults,
  });
}

/** Every server that believes that it leads is given operations, old leaders too. */
function* submitUnderFaults(world: RsmWorld): Steps<void> {
  const { sim, cluster } = world;
  const { random, all: servers } = cluster;
  world.tagged = random.chance(500_000);
  const everyMs = random.between(CLIENT_MS_MIN, CLIENT_MS_MAX);
  while (sim.nowUs < CHAOS_MS * 1_000) {
    yield* wait(everyMs);
    for (const server of servers) if (cluster.view(server).isLeader) world.submit(server);
  }
  yield* world.converge();
}
