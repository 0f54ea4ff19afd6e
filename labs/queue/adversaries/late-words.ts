import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { publishRound } from '../bodies.ts';
import { queueScenario } from '../queue-scenario.ts';
import { BROKER } from '../queue-world.ts';
import { PATIENCE_MS, Stage } from './stage.ts';

/** Long enough for its old words to come while it works. */
const WORK_MS = [200, 400] as const;
const ROUNDS = 3;

/**
 * The last words of a consumer are under way for long. Meanwhile it is back, and has other messages in
 * hand; then the words arrive, and it dies again.
 */
export const consumerRestarts = queueScenario({
  id: 'consumer-restarts',
  title: 'a consumer is back before its old words come',
  part: '6A',
  points: 2,
  source: 'RabbitMQ, consumer acknowledgements: delivery tags are scoped per channel',
  holdsTo: 'An acknowledgement settles the message that it was given for, and no other.',
  publishers: 1,
  consumers: [WORK_MS],
  prefetch: 4,
  *play(world) {
    const stage = new Stage(world);
    const lastSteps = new LastSteps(world.sim, 'consumer-restarts');
    for (let i = 0; i < ROUNDS; i++) yield* lastSteps.play(playLateWords(stage, i));
    yield* world.drain();
  },
});

function* playLateWords(stage: Stage, round: number): Steps<boolean> {
  const { world } = stage;
  const [consumer = 0] = world.consumers;
  const name = world.nameOf(consumer);
  // The message in question is the first, second or third of its session.
  for (let i = world.random.between(0, 2); i > 0; i--) {
    const [body = ''] = publishRound(world, `${round}.${i}`, 1);
    yield* until(() => world.ledger.of(body).effects > 0, PATIENCE_MS);
  }
  const [last = ''] = publishRound(world, `${round}.last`, 1);
  if (!(yield* until(() => world.handles(consumer, last), PATIENCE_MS))) return false;
  const held = stage.hold({ from: consumer, to: BROKER });
  yield* until(() => world.ledger.of(last).effects > 0 && held.hasCome, PATIENCE_MS);
  if (!held.hasCome) return false;
  yield* wait(5);
  stage.crash(consumer);
  stage.holdNothing();
  stage.restart(consumer);
  publishRound(world, `${round}.new`, 5);
  if ((yield* stage.handling([consumer])) === null) return false;
  yield* wait(20);
  const inHand = world.ledger.inHand(name).length;
  stage.release();
  yield* wait(20);
  stage.crash(consumer);
  yield* wait(world.random.between(50, 500));
  stage.restart(consumer);
  yield* wait(world.random.between(0, 1_000));
  return inHand > 0;
}
