import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { queueScenario } from '../queue-scenario.ts';
import { BROKER } from '../queue-world.ts';
import { bodiesOf } from '../bodies.ts';
import { PATIENCE_MS, Stage } from './stage.ts';

const WORK_MS = [200, 400] as const;
const ROUNDS = 4;

/** Who had what when both went down is nowhere but on the disk. */
export const firstOrAgain = queueScenario({
  id: 'first-or-again',
  title: 'consumer and broker crash together',
  part: '6C',
  points: 2,
  source: 'RabbitMQ, consumer acknowledgements: the redelivered flag',
  holdsTo: 'What may have been handed out before is marked as redelivered, after a restart too.',
  publishers: 1,
  consumers: [WORK_MS, WORK_MS],
  prefetch: 2,
  *play(world) {
    const stage = new Stage(world);
    const lastSteps = new LastSteps(world.sim, 'first-or-again');
    for (let i = 0; i < ROUNDS; i++) yield* lastSteps.play(playBoth(stage, i));
    yield* world.drain();
  },
});

/** It comes to the point when a message that was in hand is handed out again after the restart. */
function* playBoth(stage: Stage, round: number): Steps<boolean> {
  const { world } = stage;
  const { random, ledger } = world;
  const bodies = bodiesOf(`order ${round}.`, 3);
  world.publish(world.publishers[0] ?? 0, ...bodies);
  yield* world.untilConfirmed();
  const consumer = yield* stage.handling(random.shuffle(world.consumers));
  if (consumer === null) return false;
  yield* wait(random.between(0, WORK_MS[0] - 50));
  const inHand = stage.inHand(consumer);
  const begun = new Map(inHand.map((body) => [body, ledger.of(body).begun]));
  const [first = BROKER, second = BROKER] = random.shuffle([consumer, BROKER]);
  stage.crash(first);
  yield* wait(random.between(0, 50));
  stage.crash(second);
  yield* wait(random.between(20, 300));
  stage.restart(...random.shuffle([consumer, BROKER]));
  const isSettled = (): boolean => bodies.every((body) => ledger.of(body).effects > 0);
  yield* until(isSettled, PATIENCE_MS);
  return inHand.some((body) => ledger.of(body).begun > (begun.get(body) ?? 0));
}
