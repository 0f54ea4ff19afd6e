import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { CrashWalk } from '../../crash-walk.ts';
import { publishAll } from '../bodies.ts';
import { queueScenario } from '../queue-scenario.ts';
import { BROKER } from '../queue-world.ts';
import { PATIENCE_MS, Stage } from './stage.ts';

const ROUNDS = 3;
/** How long the broker is away. */
const DOWN_MS = [20, 500] as const;
/** What is on its way arrives within that time. */
const SETTLE_MS = 200;

/**
 * The same short play again and again: first in peace, to count what the broker does; then it crashes after
 * one of these effects, which the seed chooses.
 */
export const walkBroker = queueScenario({
  id: 'walk-broker',
  title: 'the broker crashes after each of its steps',
  part: '6B',
  points: 3,
  source: 'RabbitMQ, publisher confirms: when they are issued',
  holdsTo:
    'Between any two things that the broker does it may crash: what it has confirmed is there.',
  seeds: 60,
  publishers: 2,
  consumers: [
    [10, 40],
    [10, 40],
  ],
  prefetch: 2,
  *play(world) {
    const stage = new Stage(world);
    const walk = new CrashWalk(world.sim, BROKER);
    const lastSteps = new LastSteps(world.sim, 'walk-broker');
    walk.begin(null);
    yield* playWalk(stage, 0);
    const { steps } = walk;
    for (let round = 1; round < ROUNDS && world.isSettled(); round++) {
      const at = round === 1 ? world.seed % steps : world.random.between(0, steps - 1);
      walk.begin(at + 1);
      const isOpen = yield* playWalk(stage, round);
      if (isOpen) lastSteps.reach();
      walk.rest();
    }
    yield* world.drain();
  },
});

/** Returns whether the broker crashed while a publish was open. */
function* playWalk(stage: Stage, round: number): Steps<boolean> {
  const { world } = stage;
  const { sim, ledger } = world;
  const all = publishAll(world, round, 2);
  let wasOpen = false;
  const isOver = (): boolean =>
    ledger.unconfirmed.length === 0 && all.every((body) => ledger.of(body).effects > 0);
  while (!isOver()) {
    yield* until(() => isOver() || !sim.isUp(BROKER), PATIENCE_MS);
    if (sim.isUp(BROKER)) break;
    wasOpen ||= ledger.unconfirmed.length > 0;
    yield* wait(world.random.between(...DOWN_MS));
    stage.restart(BROKER);
  }
  // What the broker still has to do: acknowledgements are on their way.
  yield* wait(SETTLE_MS);
  stage.restart(BROKER);
  return wasOpen;
}
