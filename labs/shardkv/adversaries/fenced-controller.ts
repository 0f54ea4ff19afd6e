import { until, wait, type Script } from '../../../harness/vocabulary/script.ts';
import { checkAll, keys, rejoin, setApart, update, writeAll } from '../scenarios/steps.ts';
import { shardScenario } from '../shard-scenario.ts';
import type { ShardWorld } from '../shard-world.ts';

const KEYS = 10;
/** Longer than others need to finish the change, shorter than any cut may last. */
const PATIENCE_MS = 5_000;

/**
 * A controller is cut off in the middle of a change, which the others finish and then undo. Then it
 * reaches the groups again, but not yet the other controllers: it may still take itself for the
 * leader, and go on where it was.
 */
function* comeBack(world: ShardWorld, old: number): Script {
  const { sim, random } = world;
  let isJoined = false;
  const join = function* (): Script {
    yield* world.join(2);
    isJoined = true;
  };
  const interrupt = function* (): Script {
    yield* wait(random.between(0, 25));
    sim.inject({ kind: 'disconnect', server: old });
    // An admin may rightly wait for an answer of this very controller, which it had asked.
    if (!(yield* until(() => isJoined, PATIENCE_MS))) sim.inject({ kind: 'connect', server: old });
  };
  yield* world.together(join(), interrupt());
  yield* world.leave(2);
  yield* update(world, keys(KEYS));
  setApart(world, old, true);
  sim.inject({ kind: 'connect', server: old });
  const goOn = function* (): Script {
    yield* wait(random.between(0, 500));
    yield* update(world, keys(KEYS));
    yield* world.join(3);
    yield* update(world, keys(KEYS));
  };
  yield* world.together(goOn(), rejoin(world, old, 2_000));
  yield* world.leave(3);
  yield* checkAll(world, keys(KEYS));
}

export const fencedController = shardScenario({
  id: 'fenced-controller',
  title: 'a controller whose change is over is fenced',
  part: '5C',
  points: 2,
  kind: 'exploration',
  source: '2025 TestPartitionControllerJoin5C, with the old controller cut off from the groups too',
  holdsTo:
    'A number that only grows fences off a controller that goes on with a change that is over.',
  groups: 3,
  clerks: 2,
  maxStateBytes: 8_000,
  seeds: 8,
  *play(world) {
    yield* world.join(1);
    yield* writeAll(world, keys(KEYS));
    for (const old of world.random.shuffle(world.controllers)) yield* comeBack(world, old);
    yield* world.converge();
    yield* checkAll(world, keys(KEYS));
    yield* world.audit();
  },
});
