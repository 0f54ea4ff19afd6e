import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { Stage } from '../adversaries/stage.ts';
import { publishAndLose, type Loss } from '../adversaries/theft.ts';
import { queueScenario } from '../queue-scenario.ts';
import { BROKER } from '../queue-world.ts';

const ROUNDS = 6;
/** A publisher that gives up after ten sends, or after a second, has done so by then. */
const AWAY_MS = 3_000;

/** A publisher that hears nothing knows nothing, and sends again. */
export const confirmLost = queueScenario({
  id: 'confirm-lost',
  title: 'a publish, or its confirm, is lost',
  part: '6B',
  points: 2,
  source: 'Kleppmann, lecture 2.1: the two generals problem',
  holdsTo: 'A publish resolves when the broker has the message, and not for want of an answer.',
  publishers: 1,
  consumers: [
    [20, 60],
    [20, 60],
  ],
  prefetch: 2,
  *play(world) {
    const stage = new Stage(world);
    const lastSteps = new LastSteps(world.sim, 'confirm-lost');
    for (let round = 0; round < ROUNDS; round++) {
      const loss = world.random.pick<Loss | 'all'>(['request', 'answer', 'all']);
      if (loss === 'all') yield* playAbsence(stage, round);
      else yield* lastSteps.play(playLoss(stage, round, loss));
    }
    yield* world.drain();
  },
});

/** It comes to the point when the publisher has sent again. */
function* playLoss(stage: Stage, round: number, loss: Loss): Steps<boolean> {
  const { world } = stage;
  const [publisher = 0] = world.publishers;
  const body = `order ${round}`;
  const isLost = yield* publishAndLose(stage, { publisher, body, loss });
  const again = stage.lookForSent({ from: publisher, to: BROKER });
  yield* world.untilConfirmed();
  yield* wait(world.random.between(0, 300));
  return isLost && again.hasCome;
}

/** The publisher is cut off from its broker for long. */
function* playAbsence(stage: Stage, round: number): Script {
  const { world } = stage;
  const [publisher = 0] = world.publishers;
  stage.cut(publisher);
  world.publish(publisher, `order ${round}`);
  yield* wait(AWAY_MS);
  stage.join(publisher);
  yield* world.untilConfirmed();
}
