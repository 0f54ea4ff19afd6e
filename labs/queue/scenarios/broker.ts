import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import type { NamedPromise } from '../../../harness/vocabulary/promise.ts';
import { PATIENCE_MS, restartBroker, Stage } from '../adversaries/stage.ts';
import { queueScenario } from '../queue-scenario.ts';
import type { QueueFact } from '../fact.ts';
import type { QueueWorld } from '../queue-world.ts';
import { bodiesOf, publishAll, startOf } from '../bodies.ts';

const ROUNDS = 3;

/** While no consumer is there, the messages are nowhere but at the broker. */
const brokerRestarts = queueScenario({
  id: 'broker-restarts',
  title: 'the broker restarts with messages that wait',
  part: '6B',
  points: 2,
  source: 'RabbitMQ, reliability: durable queues and persistent messages',
  holdsTo: 'What was confirmed outlives a restart of the broker, and consumers find it again.',
  publishers: 2,
  consumers: [
    [20, 60],
    [20, 60],
  ],
  prefetch: 2,
  *play(world) {
    const stage = new Stage(world);
    const lastSteps = new LastSteps(world.sim, 'broker-restarts');
    for (let i = 0; i < ROUNDS && world.isSettled(); i++) {
      yield* lastSteps.play(playRestart(stage, i));
    }
    yield* world.drain();
  },
});

/** It comes to the point when messages wait over a restart. */
function* playRestart(stage: Stage, round: number): Steps<boolean> {
  const { world } = stage;
  stage.crash(...world.consumers);
  const bodies = publishAll(world, 3 * round, 4);
  yield* world.untilConfirmed();
  yield* wait(world.random.between(0, 100));
  yield* restartBroker(stage);
  const waiting = bodies.filter((body) => world.ledger.of(body).begun === 0);
  bodies.push(...publishAll(world, 3 * round + 1, 2));
  yield* world.untilConfirmed();
  stage.restart(...world.consumers);
  yield* settled(world, bodies);
  // Now with consumers that are there, and have nothing to do.
  yield* restartBroker(stage);
  yield* settled(world, publishAll(world, 3 * round + 2, 2));
  return waiting.length > 0;
}

/** Waits until each of these has an effect; what never has is found in the drain. */
function settled({ ledger }: QueueWorld, bodies: readonly string[]): Steps<boolean> {
  return until(() => bodies.every((body) => ledger.of(body).effects > 0), PATIENCE_MS);
}

/** An acknowledgement is written within 5 s; and one more, for those who take all of them. */
const QUIET_MS = 6_000;

const STAYS_DONE: NamedPromise = {
  id: 'stays-done',
  sentence: 'What was acknowledged is not handed out again, after a restart either.',
};

const quietRestart = queueScenario({
  id: 'quiet-restart',
  title: 'the broker restarts when all is done',
  part: '6B',
  points: 1,
  source: 'RabbitMQ, consumer acknowledgements: positive acknowledgements',
  holdsTo: 'An acknowledgement is on the disk within 5 s: no restart after that undoes it.',
  publishers: 1,
  consumers: [
    [20, 60],
    [20, 60],
  ],
  prefetch: 2,
  *play(world) {
    const stage = new Stage(world);
    const [publisher = 0] = world.publishers;
    for (let round = 0; round < ROUNDS; round++) {
      const bodies = bodiesOf(`order ${round}.`, world.random.between(1, 6));
      world.publish(publisher, ...bodies);
      yield* world.untilConfirmed();
      yield* settled(world, bodies);
      yield* wait(QUIET_MS);
      const begun = (): QueueFact[] => world.facts.filter(({ kind }) => kind === 'begun');
      const before = begun().length;
      yield* restartBroker(stage);
      yield* until(() => begun().length > before, QUIET_MS);
      const again = begun()[before];
      if (again?.kind !== 'begun') continue;
      const words = `${again.consumer} was handed "${again.body}" again, 5 s after it was done`;
      world.demand(false, STAYS_DONE, words);
    }
    yield* world.drain();
  },
});

const unreliable = queueScenario({
  id: 'unreliable',
  title: 'a network that loses and doubles messages',
  part: '6B',
  points: 2,
  source: 'RabbitMQ, reliability: acknowledgements and confirms',
  holdsTo: 'On a network that loses and doubles messages, what was confirmed is handled.',
  network: 'unreliable',
  publishers: 2,
  consumers: [
    [20, 60],
    [20, 60],
    [20, 60],
  ],
  prefetch: 3,
  *play(world) {
    for (let bunch = 0; bunch < 6; bunch++) {
      for (const publisher of world.publishers) {
        const start = startOf(world, publisher, bunch);
        world.publish(publisher, ...bodiesOf(start, world.random.between(1, 4)));
      }
      yield* world.untilConfirmed();
      yield* wait(world.random.between(0, 200));
    }
    yield* world.drain();
    mustHave(
      world.sim,
      world.ledger.all.some(({ begun, published }) => begun > published),
      'a message is handed out twice',
    );
  },
});

export const brokerScenarios: readonly Scenario[] = [brokerRestarts, quietRestart, unreliable];
