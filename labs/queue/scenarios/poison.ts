import { LastSteps } from '../../../harness/adversary/rounds.ts';
import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { CrashWalk } from '../../crash-walk.ts';
import type { NamedPromise } from '../../../harness/scenario/verdicts.ts';
import { PATIENCE_MS, restartBroker, Stage } from '../adversaries/stage.ts';
import { isPoison } from '../fact.ts';
import { queueScenario } from '../queue-scenario.ts';
import { BROKER, DRAIN_MS, type QueueWorld } from '../queue-world.ts';
import { bodiesOf } from './bodies.ts';

/** How long it waits for a message that must not come. */
const QUIET_MS = 4_000;

const DEAD_ONCE: NamedPromise = {
  promise: 'dead-once',
  sentence:
    'What was handed out `deliveriesMax` times in vain is a dead letter for good, once, and is not handed out again.',
};

/** Ends the run unless these, and no others, are the dead letters, each of them once. */
function demandDead(world: QueueWorld, bodies: readonly string[]): void {
  const letters = world.deadLetters().toSorted();
  const told = JSON.stringify(letters);
  const isRight = told === JSON.stringify(bodies.toSorted());
  const expected = `the dead letters should be ${JSON.stringify(bodies.toSorted())}`;
  world.demand(isRight, DEAD_ONCE, expected, `deadLetters() returned ${told}`);
}

/** Ends the run if a poisoned message is handed out in the next seconds. */
function* demandQuiet(world: QueueWorld): Steps<void> {
  const since = world.facts.length;
  yield* wait(QUIET_MS);
  const again = world.facts
    .slice(since)
    .find((fact) => fact.kind === 'begun' && isPoison(fact.body));
  if (again?.kind !== 'begun') return;
  world.demand(false, DEAD_ONCE, `${again.consumer} was handed "${again.body}" again`);
}

const poison = queueScenario({
  id: 'poison',
  title: 'a message that nobody can handle',
  part: '6C',
  points: 2,
  source: 'RabbitMQ, quorum queues: poison message handling',
  holdsTo:
    'A message that always fails is handed out `deliveriesMax` times, and then it is a dead letter; it holds up no other.',
  publishers: 1,
  consumers: [
    [20, 60],
    [20, 60],
  ],
  prefetch: 2,
  deliveriesMax: 3,
  *play(world) {
    const poisons = bodiesOf('poison ', 4);
    const bodies = world.random.shuffle([...poisons, ...bodiesOf('order ', 6)]);
    world.publish(world.publishers[0] ?? 0, ...bodies);
    yield* world.untilConfirmed();
    yield* world.drain();
    demandDead(world, poisons);
    yield* demandQuiet(world);
  },
});

/** The broker forgets nothing that it counted: it crashes while a consumer fails once more. */
const poisonAndCrashes = queueScenario({
  id: 'poison-and-crashes',
  title: 'a poisoned message, and the broker crashes',
  part: '6C',
  points: 2,
  source: 'RabbitMQ, quorum queues: poison message handling',
  holdsTo: 'How often a message was handed out, and that it is dead, outlives a restart.',
  publishers: 1,
  consumers: [
    [20, 60],
    [20, 60],
  ],
  prefetch: 2,
  deliveriesMax: 5,
  *play(world) {
    const stage = new Stage(world);
    const lastSteps = new LastSteps(world.sim, 'poison-and-crashes');
    const [publisher = 0] = world.publishers;
    const bodies = world.random.shuffle(['poison', ...bodiesOf('order ', 3)]);
    world.publish(publisher, ...bodies);
    yield* world.untilConfirmed();
    const { ledger } = world;
    let crashes = 0;
    for (const begun of [world.random.between(1, 2), world.random.between(3, 4)]) {
      yield* until(() => ledger.of('poison').begun >= begun, PATIENCE_MS);
      yield* wait(world.random.between(0, 70));
      if (ledger.of('poison').begun < begun) continue;
      yield* restartBroker(stage);
      crashes++;
    }
    yield* world.untilSettled();
    if (crashes === 2) lastSteps.reach();
    yield* restartBroker(stage);
    yield* demandQuiet(world);
    demandDead(world, ['poison']);
    yield* world.drain();
  },
});

const WALK_ROUNDS = 5;

/**
 * The last handling has failed, and now the message becomes a dead letter: the broker crashes after each
 * of the things that it does in the meantime.
 */
const walkDeadLetter = queueScenario({
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
    for (let round = 1; round < WALK_ROUNDS; round++) {
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

const LOOK_MS = 2;
const SETTLE_MS = 200;

const WORK_MS = [200, 400] as const;
const ROUNDS = 4;

/** Who had what when both went down is nowhere but on the disk. */
const firstOrAgain = queueScenario({
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

/** What kills whoever touches it must not kill for ever. */
const deadly = queueScenario({
  id: 'deadly',
  title: 'a message that kills its consumers',
  part: '6C',
  points: 2,
  source: 'RabbitMQ, quorum queues: poison message handling',
  holdsTo: 'A hand-out counts when the consumer dies of it, too.',
  publishers: 1,
  consumers: [
    [50, 100],
    [50, 100],
  ],
  prefetch: 1,
  deliveriesMax: 3,
  *play(world) {
    const stage = new Stage(world);
    const lastSteps = new LastSteps(world.sim, 'deadly');
    const [publisher = 0] = world.publishers;
    const { deliveriesMax } = world.terms;
    // Alone, as whatever else is handed to a consumer that dies counts too.
    world.publish(publisher, 'poison');
    yield* world.untilConfirmed();
    for (let deaths = 0; deaths < deliveriesMax; deaths++) {
      const holder = (): number | undefined =>
        world.consumers.find((each) => world.handles(each, 'poison'));
      yield* until(() => holder() !== undefined, PATIENCE_MS);
      const victim = holder();
      if (victim === undefined) break;
      yield* wait(world.random.between(0, 40));
      stage.crash(victim);
      yield* wait(world.random.between(20, 500));
      stage.restart(victim);
      if (deaths === deliveriesMax - 1) lastSteps.reach();
    }
    world.publish(publisher, ...bodiesOf('order ', 3));
    yield* world.untilSettled();
    yield* demandQuiet(world);
    demandDead(world, ['poison']);
    yield* world.drain();
  },
});

export const poisonScenarios: readonly Scenario[] = [
  poison,
  deadly,
  poisonAndCrashes,
  walkDeadLetter,
  firstOrAgain,
];
