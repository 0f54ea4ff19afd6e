import { LastSteps } from '../../../harness/adversary/rounds.ts';
import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { holdCopies } from '../adversaries/late-copies.ts';
import { PATIENCE_MS, restartBroker, Stage } from '../adversaries/stage.ts';
import { queueScenario } from '../queue-scenario.ts';
import { BROKER, type QueueWorld } from '../queue-world.ts';
import { bodiesOf } from '../bodies.ts';

const ROUNDS = 4;
/** Longer than a message of the reliable network takes. */
const CUT_MS = 4;

/** A consumer that has no room but for one message, and whose word that it has done it gets lost. */
const ackLost = queueScenario({
  id: 'ack-lost',
  title: 'an acknowledgement, or its answer, is lost',
  part: '6B',
  points: 1,
  source: 'RabbitMQ, consumer acknowledgements; Kleppmann, lecture 2.1',
  holdsTo: 'An acknowledgement that gets lost holds up nothing for long.',
  publishers: 1,
  consumers: [[50, 100]],
  prefetch: 1,
  *play(world) {
    const stage = new Stage(world);
    const lastSteps = new LastSteps(world.sim, 'ack-lost');
    for (let i = 0; i < ROUNDS; i++) yield* lastSteps.play(playLoss(stage, i));
    yield* world.drain();
  },
});

/** It comes to the point when a message between consumer and broker was lost after the work was done. */
function* playLoss(stage: Stage, round: number): Steps<boolean> {
  const { world } = stage;
  const { sim, ledger, random } = world;
  const [publisher = 0] = world.publishers;
  const [consumer = 0] = world.consumers;
  const [first = '', second = ''] = bodiesOf(`order ${round}.`, 2);
  world.publish(publisher, first, second);
  if (!(yield* until(() => world.handles(consumer, first), PATIENCE_MS))) return false;
  yield* until(() => !world.handles(consumer, first), PATIENCE_MS);
  const before = sim.calls.dropped;
  const isLost = (): boolean => sim.calls.dropped > before;
  if (random.chance(500_000)) {
    stage.strikeAt(
      (process, effect) => process === consumer && effect.kind === 'send' && effect.to === BROKER,
      () => stage.blockFor(CUT_MS, consumer, BROKER),
    );
    yield* until(isLost, PATIENCE_MS);
  } else {
    stage.block(BROKER, consumer);
    yield* until(isLost, PATIENCE_MS);
    stage.unblock(BROKER, consumer);
  }
  yield* until(() => ledger.of(second).effects > 0, PATIENCE_MS);
  return isLost();
}

/**
 * The network repeats everything, and the second copy of an acknowledgement is under way for so long that
 * the broker has restarted meanwhile, with other messages.
 */
const lateAck = queueScenario({
  id: 'late-ack',
  title: 'a copy of an acknowledgement comes very late',
  part: '6B',
  points: 1,
  source: 'RabbitMQ, consumer acknowledgements: delivery tags',
  holdsTo: 'An old acknowledgement settles no new message, after a restart either.',
  network: 'repeating',
  publishers: 1,
  consumers: [[200, 400]],
  prefetch: 4,
  *play(world) {
    const stage = new Stage(world);
    const lastSteps = new LastSteps(world.sim, 'late-ack');
    for (let i = 0; i < ROUNDS; i++) yield* lastSteps.play(playLateCopy(stage, i));
    yield* world.drain();
  },
});

function* playLateCopy(stage: Stage, round: number): Steps<boolean> {
  const { world } = stage;
  const { ledger, random } = world;
  const [publisher = 0] = world.publishers;
  const [consumer = 0] = world.consumers;
  holdCopies(stage, { from: consumer, to: BROKER });
  const early = bodiesOf(`early ${round}.`, random.between(1, 3));
  world.publish(publisher, ...early);
  yield* until(() => early.every((body) => ledger.of(body).effects > 0), PATIENCE_MS);
  // Publishes are repeated too, and their copies are messages: the queue shall be empty.
  yield* silence(world);
  const isHeld = stage.held > 0;
  yield* restartBroker(stage);
  stage.holdNothing();
  const late = bodiesOf(`late ${round}.`, 3);
  world.publish(publisher, ...late);
  if (!(yield* until(() => late.some((body) => world.handles(consumer, body)), PATIENCE_MS))) {
    return false;
  }
  yield* wait(20);
  stage.release();
  yield* wait(20);
  stage.crash(consumer);
  yield* wait(random.between(50, 500));
  stage.restart(consumer);
  yield* until(() => late.every((body) => ledger.of(body).effects > 0), PATIENCE_MS);
  return isHeld;
}

/** Longer than a message takes that is handed out, or is taken back and handed out again. */
const SILENT_MS = 3_000;

/** Waits until nothing has happened for long. */
function* silence({ facts }: QueueWorld): Steps<void> {
  for (let before = -1; before < facts.length; yield* wait(SILENT_MS)) before = facts.length;
}

export const acknowledgementScenarios: readonly Scenario[] = [ackLost, lateAck];
