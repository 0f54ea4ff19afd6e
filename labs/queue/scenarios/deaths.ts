import { LastSteps } from '../../../harness/adversary/rounds.ts';
import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { AGAIN_MS, Stage } from '../adversaries/stage.ts';
import { queueScenario } from '../queue-scenario.ts';
import { BROKER } from '../queue-world.ts';
import { publishRound } from '../bodies.ts';

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
  const body = `for consumer ${world.consumers.indexOf(consumer) + 1} at ${Math.round(world.sim.nowUs / 1_000)}`;
  world.publish(world.publishers[0] ?? 0, body);
  const has = (): boolean => world.handles(consumer, body);
  if (!(yield* until(has, AGAIN_MS))) {
    world.stall(
      `"${body}" to be with ${world.nameOf(consumer)}, the only consumer, within ${AGAIN_MS / 1_000} s`,
    );
  }
  if (other !== undefined) stage.restart(other);
}

export const deathScenarios: readonly Scenario[] = [consumerDies, consumerSleeps];
