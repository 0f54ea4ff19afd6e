import { wait, type Script } from '../../../harness/scenario/script.ts';
import { checkAll, keys, rejoin, setApart, update, writeAll } from '../scenarios/steps.ts';
import { shardScenario } from '../shard-scenario.ts';
import type { ShardWorld } from '../shard-world.ts';

const KEYS = 10;

/**
 * A controller is cut off in the middle of a change, which the others finish and then undo. Then it
 * reaches the groups again, but not yet the other controllers: it may still take itself for the
 * leader, and go on where it was.
 */
function* comeBack(world: ShardWorld, old: number): Script {
  const { sim, random } = world;
  const interrupt = function* (): Script {
    yield* wait(random.between(0, 25));
    sim.inject({ kind: 'disconnect', server: old });
  };
  yield* world.together(world.join(2), interrupt());
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
  title: 'a controller that goes on with a change that is over is fenced',
  part: '5C',
  points: 2,
  kind: 'exploration',
  source: '2025 TestPartitionControllerJoin5C, with the old controller cut off from the groups too',
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
