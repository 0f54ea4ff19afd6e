import { wait, type Script } from '../../../harness/vocabulary/script.ts';
import { kvLoad } from '../../kv/kv-load.ts';
import { checkAll, keys, restartAll, writeAll } from '../scenarios/steps.ts';
import { shardScenario } from '../shard-scenario.ts';

/** One for each clerk, so that those whose shards stay go on while the others wait. */
const KEYS = 8;
/** Several snapshots' worth of commands. */
const WORK_MS = 1_500;
/** No fault lasts ten seconds. */
const LONGEST_MS = 9_500;

/**
 * Shards leave for a group that is down. The group that they leave goes on with its other shards, takes
 * snapshots, and restarts: what it still has to hand over must be there, when somebody comes for it.
 */
export const targetDown = shardScenario({
  id: 'target-down',
  title: 'shards on their way outlive restarts',
  part: '5B',
  points: 1,
  kind: 'exploration',
  source: 'no acknowledged write is lost, wherever its shard is',
  holdsTo:
    'Nothing that was acknowledged is lost, wherever its shard is and however long it waits there.',
  groups: 2,
  clerks: KEYS,
  maxStateBytes: 500,
  seeds: 8,
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
      const downUs = world.sim.nowUs;
      world.crash(...world.group(2));
      yield* world.join(2);
      for (let restarts = random.between(0, 2); restarts > 0; restarts--) {
        yield* wait(WORK_MS);
        yield* restartAll(world, world.group(1), random.between(1, 300));
      }
      yield* wait(random.between(0, 1_000));
      going.isOver = true;
      const leftMs = LONGEST_MS - (world.sim.nowUs - downUs) / 1_000;
      // Mostly for as long as any fault may last: what is kept for it has no time limit.
      if (random.chance(750_000)) yield* wait(leftMs);
      world.restart(...world.group(2));
    };
    yield* world.together(...work, move());
    yield* world.converge();
    yield* checkAll(world, keys(KEYS));
    yield* world.audit();
  },
});
