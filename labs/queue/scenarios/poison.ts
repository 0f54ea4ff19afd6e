import { LastSteps } from '../../../harness/adversary/rounds.ts';
import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, wait } from '../../../harness/vocabulary/script.ts';
import { PATIENCE_MS, restartBroker, Stage } from '../adversaries/stage.ts';
import { demandDead, demandQuiet } from '../dead-letters.ts';
import { queueScenario } from '../queue-scenario.ts';
import { bodiesOf } from '../bodies.ts';

const poison = queueScenario({
  id: 'poison',
  title: 'a message that nobody can handle',
  part: '6C',
  points: 2,
  source: 'RabbitMQ, quorum queues: poison message handling',
  holdsTo:
    'A message that always fails is handed out `deliveriesMax` times, and then it is a dead letter; it holds up no other.',
  publishers: 1,
  consumers: [
    [20, 60],
    [20, 60],
  ],
  prefetch: 2,
  deliveriesMax: 3,
  *play(world) {
    const poisons = bodiesOf('poison ', 4);
    const bodies = world.random.shuffle([...poisons, ...bodiesOf('order ', 6)]);
    world.publish(world.publishers[0] ?? 0, ...bodies);
    yield* world.untilConfirmed();
    yield* world.drain();
    demandDead(world, poisons);
    yield* demandQuiet(world);
  },
});

/**
 * What was handed out before a crash of the broker is begun by then: `handle` takes 400 ms at the most, and a
 * consumer has `prefetch` messages, of which the broker may have buried the last one before it is begun.
 */
const BEGUN_BY_THEN_MS = 1_000;

/** The broker forgets nothing that it counted: it crashes while a consumer fails once more. */
const poisonAndCrashes = queueScenario({
  id: 'poison-and-crashes',
  title: 'a poisoned message, and the broker crashes',
  part: '6C',
  points: 2,
  source: 'RabbitMQ, quorum queues: poison message handling',
  holdsTo: 'How often a message was handed out, and that it is dead, outlives a restart.',
  publishers: 1,
  consumers: [
    [20, 60],
    [20, 60],
  ],
  prefetch: 2,
  deliveriesMax: 5,
  *play(world) {
    const stage = new Stage(world);
    const lastSteps = new LastSteps(world.sim, 'poison-and-crashes');
    const [publisher = 0] = world.publishers;
    const bodies = world.random.shuffle(['poison', ...bodiesOf('order ', 3)]);
    world.publish(publisher, ...bodies);
    yield* world.untilConfirmed();
    const { ledger } = world;
    let crashes = 0;
    for (const begun of [world.random.between(1, 2), world.random.between(3, 4)]) {
      yield* until(() => ledger.of('poison').begun >= begun, PATIENCE_MS);
      yield* wait(world.random.between(0, 70));
      if (ledger.of('poison').begun < begun) continue;
      yield* restartBroker(stage);
      crashes++;
    }
    yield* world.untilSettled();
    if (crashes === 2) lastSteps.reach();
    yield* wait(BEGUN_BY_THEN_MS);
    yield* restartBroker(stage);
    yield* demandQuiet(world);
    demandDead(world, ['poison']);
    yield* world.drain();
  },
});

/** What kills whoever touches it must not kill for ever. */
const deadly = queueScenario({
  id: 'deadly',
  title: 'a message that kills its consumers',
  part: '6C',
  points: 2,
  source: 'RabbitMQ, quorum queues: poison message handling',
  holdsTo: 'A hand-out counts when the consumer dies of it, too.',
  publishers: 1,
  consumers: [
    [50, 100],
    [50, 100],
  ],
  prefetch: 1,
  deliveriesMax: 3,
  *play(world) {
    const stage = new Stage(world);
    const lastSteps = new LastSteps(world.sim, 'deadly');
    const [publisher = 0] = world.publishers;
    const { deliveriesMax } = world.terms;
    // Alone, as whatever else is handed to a consumer that dies counts too.
    world.publish(publisher, 'poison');
    yield* world.untilConfirmed();
    for (let deaths = 0; deaths < deliveriesMax; deaths++) {
      const holder = (): number | undefined =>
        world.consumers.find((each) => world.handles(each, 'poison'));
      yield* until(() => holder() !== undefined, PATIENCE_MS);
      const victim = holder();
      if (victim === undefined) break;
      yield* wait(world.random.between(0, 40));
      stage.crash(victim);
      yield* wait(world.random.between(20, 500));
      stage.restart(victim);
      if (deaths === deliveriesMax - 1) lastSteps.reach();
    }
    world.publish(publisher, ...bodiesOf('order ', 3));
    yield* world.untilSettled();
    yield* demandQuiet(world);
    demandDead(world, ['poison']);
    yield* world.drain();
  },
});

export const poisonScenarios: readonly Scenario[] = [poison, deadly, poisonAndCrashes];
