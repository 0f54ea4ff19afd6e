import { LastSteps } from '../../../harness/adversary/rounds.ts';
import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import { Stage } from '../adversaries/stage.ts';
import { publishAndLose, type Loss } from '../adversaries/theft.ts';
import { queueScenario } from '../queue-scenario.ts';
import { BROKER } from '../queue-world.ts';
import { bodiesOf } from '../bodies.ts';

/** Long enough for whatever is still in the queue to be handed out and handled. */
const REST_MS = 8_000;
const ROUNDS = 4;
const LOSSES: readonly Loss[] = ['request', 'answer'];

/** The broker has a publish, the publisher does not know it, and in the middle of its doubt it may crash. */
const resent = queueScenario({
  id: 'resent',
  title: 'a publish is sent again, and a restart',
  part: '6D',
  points: 3,
  source: 'Kleppmann, lecture 5.1: idempotence',
  holdsTo: 'A publish that is sent again has one effect, and those after a restart have their own.',
  publishers: 1,
  consumers: [
    [20, 60],
    [20, 60],
  ],
  prefetch: 2,
  *play(world) {
    const stage = new Stage(world);
    const lastSteps = new LastSteps(world.sim, 'resent');
    for (let i = 0; i < ROUNDS; i++) yield* lastSteps.play(playAgain(stage, i));
    yield* world.drain(REST_MS);
  },
});

/** It comes to the point when the publisher has sent a message twice, and has published after a restart. */
function* playAgain(stage: Stage, round: number): Steps<boolean> {
  const { world } = stage;
  const { random } = world;
  const [publisher = 0] = world.publishers;
  world.publish(publisher, ...bodiesOf(`order ${round}.a`, random.between(0, 2)));
  yield* world.untilConfirmed();
  const body = `order ${round}.again`;
  const isLost = yield* publishAndLose(stage, { publisher, body, loss: 'answer' });
  const again = stage.lookForSent({ from: publisher, to: BROKER });
  yield* world.untilConfirmed();
  const inDoubt = `order ${round}.doubt`;
  yield* publishAndLose(stage, { publisher, body: inDoubt, loss: random.pick(LOSSES) });
  stage.crash(publisher);
  yield* wait(random.between(10, 300));
  stage.restart(publisher);
  world.publish(publisher, ...bodiesOf(`order ${round}.b`, 3));
  yield* world.untilConfirmed();
  return isLost && again.hasCome;
}

/** Two orders may read alike, and are two orders. */
const equalBodies = queueScenario({
  id: 'equal-bodies',
  title: 'the same body is published twice on purpose',
  part: '6D',
  points: 2,
  source: 'DDIA 11 (2e 12): the end-to-end argument',
  holdsTo: 'Each publish has an effect of its own, also where bodies are equal.',
  publishers: 2,
  consumers: [
    [20, 60],
    [20, 60],
  ],
  prefetch: 2,
  *play(world) {
    const stage = new Stage(world);
    for (let round = 0; round < ROUNDS; round++) {
      const body = `order ${round}`;
      for (const publisher of world.publishers) {
        for (let i = world.random.between(1, 2); i > 0; i--) world.publish(publisher, body);
      }
      yield* world.untilConfirmed();
      const publisher = world.random.pick(world.publishers);
      yield* publishAndLose(stage, { publisher, body, loss: world.random.pick(LOSSES) });
      yield* world.untilConfirmed();
      yield* wait(world.random.between(0, 300));
    }
    yield* world.drain(REST_MS);
    const isTwice = world.ledger.all.some(({ published }) => published > 1);
    mustHave(world.sim, isTwice, 'one body is published twice');
  },
});

export const oneEffectScenarios: readonly Scenario[] = [resent, equalBodies];
