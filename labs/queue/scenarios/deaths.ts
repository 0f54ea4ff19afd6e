import { LastSteps } from '../../../harness/adversary/rounds.ts';
import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { AGAIN_MS, PATIENCE_MS, Stage } from '../adversaries/stage.ts';
import { queueScenario } from '../queue-scenario.ts';
import { BROKER, type QueueWorld } from '../queue-world.ts';
import { bodiesOf } from './bodies.ts';

/** Long enough for a death in the middle, and for whatever a consumer has said too early to arrive. */
const WORK_MS = [200, 400] as const;
const ROUNDS = 3;

const consumerDies = queueScenario({
  id: 'consumer-dies',
  title: 'a consumer dies with messages in hand',
  part: '6A',
  points: 2,
  source: 'RabbitMQ, consumer acknowledgements: automatic requeueing',
  holdsTo: 'What a dead consumer had is with another one within 5 s, begun or not.',
  publishers: 1,
  consumers: [WORK_MS, WORK_MS],
  prefetch: 2,
  *play(world) {
    const stage = new Stage(world);
    const lastSteps = new LastSteps(world.sim, 'consumer-dies');
    for (let i = 0; i < ROUNDS; i++) yield* lastSteps.play(playDeath(stage, i));
    yield* world.drain();
  },
});

function* playDeath(stage: Stage, round: number): Steps<boolean> {
  const { world } = stage;
  const bodies = publishRound(world, round, 4);
  const victim = yield* stage.handling(world.random.shuffle(world.consumers));
  if (victim === null) return false;
  yield* wait(world.random.between(0, WORK_MS[0] - 50));
  const begun = stage.inHand(victim);
  stage.crash(victim);
  yield* stage.demandElsewhere(bodies, victim);
  stage.restart(victim);
  yield* wait(world.random.between(0, 1_000));
  return begun.length > 0;
}

function publishRound(world: QueueWorld, round: number | string, count: number): string[] {
  const bodies = bodiesOf(`order ${round}.`, count);
  world.publish(world.publishers[0] ?? 0, ...bodies);
  return bodies;
}

/** To the broker a sleeper is as good as dead; but it wakes, and says what it was about to say. */
const consumerSleeps = queueScenario({
  id: 'consumer-sleeps',
  title: 'a consumer sleeps in the middle of its work',
  part: '6A',
  points: 2,
  source: 'RabbitMQ, consumers: heartbeats and acknowledgement timeout',
  holdsTo:
    'What a sleeping consumer has is with another one within 5 s; when it wakes, it gets messages again.',
  publishers: 1,
  consumers: [WORK_MS, WORK_MS],
  prefetch: 2,
  *play(world) {
    const stage = new Stage(world);
    const lastSteps = new LastSteps(world.sim, 'consumer-sleeps');
    for (let i = 0; i < ROUNDS; i++) yield* lastSteps.play(playSleep(stage, i));
    yield* world.drain();
  },
});

function* playSleep(stage: Stage, round: number): Steps<boolean> {
  const { world } = stage;
  const bodies = publishRound(world, round, 4);
  const sleeper = yield* stage.handling(world.random.shuffle(world.consumers));
  if (sleeper === null) return false;
  yield* wait(world.random.between(0, WORK_MS[0] - 50));
  const begun = stage.inHand(sleeper);
  stage.pause(sleeper);
  yield* stage.demandElsewhere(bodies, sleeper);
  yield* wait(world.random.between(0, 500));
  stage.resume(sleeper);
  yield* wait(world.random.between(0, 1_000));
  const [other] = stage.others(BROKER, ...world.publishers, sleeper);
  yield* demandWork(stage, sleeper, other);
  return begun.length > 0;
}

/** With all others dead, what is published now is for this consumer. */
function* demandWork(stage: Stage, consumer: number, other: number | undefined): Steps<void> {
  const { world } = stage;
  if (other !== undefined) stage.crash(other);
  const body = `for ${world.nameOf(consumer)} at ${Math.round(world.sim.nowUs / 1_000)}`;
  world.publish(world.publishers[0] ?? 0, body);
  const has = (): boolean => world.handles(consumer, body);
  if (!(yield* until(has, AGAIN_MS))) {
    world.stall(
      `"${body}" to be with ${world.nameOf(consumer)}, the only consumer, within ${AGAIN_MS / 1_000} s`,
    );
  }
  if (other !== undefined) stage.restart(other);
}

/**
 * The last words of a consumer are under way for long. Meanwhile it is back, and has other messages in
 * hand; then the words arrive, and it dies again.
 */
const consumerRestarts = queueScenario({
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

export const deathScenarios: readonly Scenario[] = [consumerDies, consumerSleeps, consumerRestarts];
