import { wait, type Script } from '../../../harness/scenario/script.ts';
import { kvLoad } from '../../kv-load.ts';
import { checkAll, keys, restartAll, writeAll } from '../scenarios/steps.ts';
import { shardScenario } from '../shard-scenario.ts';

/** One for each clerk, so that those whose shards stay go on while the others wait. */
const KEYS = 8;
/** Several snapshots' worth of commands. */
const WORK_MS = 1_500;

/**
 * Shards leave for a group that is down. The group that they leave goes on with its other shards, takes
 * snapshots, and restarts: what it still has to hand over must be there, when somebody comes for it.
 */
export const targetDown = shardScenario({
  id: 'target-down',
  title: 'shards on their way outlive snapshots and restarts',
  part: '5B',
  points: 1,
  kind: 'exploration',
  source: 'no acknowledged write is lost, wherever its shard is',
  groups: 2,
  clerks: KEYS,
  maxStateBytes: 500,
  seeds: 6,
  *play(world) {
    const { random } = world;
    yield* world.join(1);
    yield* writeAll(world, keys(KEYS));
    const going = { isOver: false };
    const work = world.clerks.map((clerk, i) =>
      kvLoad(clerk, random, {
        keys: [`k${i}`],
        thinkMs: [0, 30],
        getPercent: 20,
        get untilUs() {
          return going.isOver ? 0 : Number.POSITIVE_INFINITY;
        },
      }),
    );
    const move = function* (): Script {
      world.crash(...world.group(2));
      yield* world.join(2);
      for (let restarts = 0; restarts < 2; restarts++) {
        yield* wait(WORK_MS);
        yield* restartAll(world, world.group(1), random.between(1, 300));
      }
      yield* wait(random.between(0, 1_000));
      world.restart(...world.group(2));
      going.isOver = true;
    };
    yield* world.together(...work, move());
    yield* world.converge();
    yield* checkAll(world, keys(KEYS));
    yield* world.audit();
  },
});
