import { randomPlan } from '../../../harness/faults/random-plan.ts';
import { RandomStream } from '../../../harness/vocabulary/random.ts';
import { together, wait, type Script } from '../../../harness/vocabulary/script.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import { queueScenario } from '../queue-scenario.ts';
import type { QueueWorld } from '../queue-world.ts';
import { bodiesOf, startOf } from '../bodies.ts';

const CHAOS_MS = 6_000;
/** What is in doubt, or waits for a consumer that was taken for dead, has as long as that. */
const REST_MS = 8_000;
const REDELIVERIES = 5;

export const swarmQueue = queueScenario({
  id: 'swarm-queue',
  title: 'a queue under random faults',
  part: '6D',
  points: 3,
  source: 'random faults, crashes between any two effects',
  holdsTo: 'Whatever fails and whenever, what was confirmed has its effect, and none has two.',
  network: 'unreliable',
  publishers: 2,
  consumers: Array.from({ length: 3 }, () => [20, 200] as const),
  prefetch: 3,
  plan: (seed, processes) => randomPlan(seed, { processes, chaosMs: CHAOS_MS }),
  *play(world) {
    const load = world.publishers.map((publisher) => publishesUntilChaosEnds(world, publisher));
    yield* together(world.sim, load);
    yield* world.drain(REST_MS);
    const marked = world.facts.filter((fact) => fact.kind === 'begun' && fact.isMarked);
    mustHave(world.sim, marked.length >= REDELIVERIES, `${REDELIVERIES} redeliveries`);
  },
});

/** Publishes whether earlier ones have resolved or not. */
function* publishesUntilChaosEnds(world: QueueWorld, publisher: number): Script {
  const random = new RandomStream(
    world.seed,
    `publisher ${world.publishers.indexOf(publisher) + 1}`,
  );
  for (let i = 0; world.sim.nowUs < CHAOS_MS * 1_000; i++) {
    world.publish(publisher, ...bodiesOf(startOf(world, publisher, i), random.between(1, 3)));
    yield* wait(random.between(50, 500));
  }
}
