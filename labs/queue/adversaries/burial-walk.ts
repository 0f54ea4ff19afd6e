import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { CrashWalk } from '../../crash-walk.ts';
import { demandDead } from '../dead-letters.ts';
import { isPoison } from '../fact.ts';
import { queueScenario } from '../queue-scenario.ts';
import { BROKER, DRAIN_MS } from '../queue-world.ts';
import { Stage } from './stage.ts';

const ROUNDS = 5;
/** How often it looks whether the message is dead. */
const LOOK_MS = 2;
/** What is on its way arrives within that time. */
const SETTLE_MS = 200;

/**
 * The last handling has failed, and now the message becomes a dead letter: the broker crashes after each
 * of the things that it does in the meantime.
 */
export const walkDeadLetter = queueScenario({
  id: 'walk-dead-letter',
  title: 'the broker crashes while it buries a message',
  part: '6C',
  points: 2,
  source: 'RabbitMQ, dead letter exchanges: safety',
  holdsTo: 'A message is in the queue or a dead letter at every moment: not both, and not neither.',
  publishers: 1,
  consumers: [[10, 30]],
  prefetch: 1,
  deliveriesMax: 2,
  *play(world) {
    const stage = new Stage(world);
    const walk = new CrashWalk(world.sim, BROKER);
    const lastSteps = new LastSteps(world.sim, 'walk-dead-letter');
    yield* playBurial(stage, walk, { round: 0, at: null });
    const { steps } = walk;
    for (let round = 1; round < ROUNDS; round++) {
      const at = 1 + ((world.seed + round) % steps);
      yield* lastSteps.play(playBurial(stage, walk, { round, at }));
    }
    yield* world.drain();
  },
});

/** Returns whether the broker crashed. */
function* playBurial(
  stage: Stage,
  walk: CrashWalk,
  { round, at }: { readonly round: number; readonly at: number | null },
): Steps<boolean> {
  const { world } = stage;
  const { ledger, sim } = world;
  const body = `poison ${round}`;
  world.publish(world.publishers[0] ?? 0, body);
  const { deliveriesMax } = world.terms;
  const hasFailed = (): boolean => ledger.of(body).failed >= deliveriesMax;
  yield* until(hasFailed, DRAIN_MS);
  walk.begin(at);
  const isDead = (): boolean => world.deadLetters().includes(body);
  for (const endUs = sim.nowUs + DRAIN_MS * 1_000; sim.nowUs < endUs;) {
    yield* until(() => !sim.isUp(BROKER), LOOK_MS);
    if (!sim.isUp(BROKER)) {
      yield* wait(world.random.between(20, 200));
      stage.restart(BROKER);
    } else if (isDead()) break;
  }
  // What the broker still does: it may answer only now.
  yield* wait(SETTLE_MS);
  const hasCrashed = at !== null && !walk.isDue;
  walk.rest();
  stage.restart(BROKER);
  yield* wait(SETTLE_MS);
  demandDead(
    world,
    ledger.all.flatMap((each) => (isPoison(each.body) ? each.body : [])),
  );
  return hasCrashed;
}
