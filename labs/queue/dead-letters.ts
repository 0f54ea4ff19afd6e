import type { NamedPromise } from '../../harness/vocabulary/promise.ts';
import { until, type Steps } from '../../harness/vocabulary/script.ts';
import { isPoison, type QueueFact } from './fact.ts';
import type { QueueWorld } from './queue-world.ts';

/** How long it waits for a message that must not come. */
const QUIET_MS = 4_000;

const DEAD_ONCE: NamedPromise = {
  id: 'dead-once',
  sentence:
    'What was handed out `deliveriesMax` times in vain is a dead letter for good, once, and is not handed out again.',
};

/** Ends the run unless these, and no others, are the dead letters, each of them once. */
export function demandDead(world: QueueWorld, bodies: readonly string[]): void {
  const letters = world.deadLetters().toSorted();
  const told = JSON.stringify(letters);
  const isRight = told === JSON.stringify(bodies.toSorted());
  const expected = `the dead letters should be ${JSON.stringify(bodies.toSorted())}`;
  world.demand(isRight, DEAD_ONCE, expected, `deadLetters() returned ${told}`);
}

/** Ends the run if a poisoned message is handed out in the next seconds. */
export function* demandQuiet(world: QueueWorld): Steps<void> {
  const since = world.facts.length;
  const poisoned = (): QueueFact | undefined =>
    world.facts.slice(since).find((fact) => fact.kind === 'begun' && isPoison(fact.body));
  yield* until(() => poisoned() !== undefined, QUIET_MS);
  const again = poisoned();
  if (again?.kind !== 'begun') return;
  world.demand(false, DEAD_ONCE, `${again.consumer} was handed "${again.body}" again`);
}
