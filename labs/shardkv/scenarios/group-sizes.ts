import type { Script } from '../../../harness/vocabulary/script.ts';
import { shardScenario } from '../shard-scenario.ts';
import type { ShardWorld } from '../shard-world.ts';
import { checkAll, keys, restartAll, update, writeAll } from './steps.ts';

/** One for each shard, or nearly. */
const KEYS = 12;
/** One server, five of which two may be down, and three. */
const [SINGLE, LARGE, USUAL] = [1, 2, 3];

/** Everything goes from group to group, and each serves with as many servers down as it can do without. */
export const groupSizes = shardScenario({
  id: 'group-sizes',
  title: 'groups of one, of three and of five servers',
  part: '5B',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 2: any majority of the servers of a cluster serves; beyond 6.5840',
  holdsTo:
    'A group has as many servers as its join names: one, three or five, of which most are up.',
  groups: 3,
  sizes: [1, 5, 3],
  clerks: 2,
  maxStateBytes: 1_000,
  seeds: 4,
  *play(world) {
    yield* world.join(SINGLE);
    yield* writeAll(world, keys(KEYS));
    yield* restartAll(world, world.group(SINGLE), 100);
    yield* world.join(LARGE);
    // Who leads is among the last three.
    yield* withoutSome(world, [0, 1], function* () {
      yield* use(world);
      yield* world.join(USUAL);
      yield* world.leave(SINGLE);
      yield* use(world);
    });
    yield* withoutSome(world, world.random.shuffle([0, 1, 2, 3, 4]).slice(3), function* () {
      yield* world.leave(USUAL);
      yield* use(world);
    });
    yield* world.join(SINGLE, USUAL);
    yield* withoutSome(world, [0, 1], function* () {
      yield* world.leave(LARGE);
      yield* use(world);
    });
    yield* world.leave(USUAL);
    yield* restartAll(world, world.group(SINGLE), 100);
    yield* use(world);
    yield* world.audit();
  },
});

/** Plays while these servers of the large group are down. */
function* withoutSome(world: ShardWorld, down: readonly number[], play: () => Script): Script {
  const large = world.group(LARGE);
  const servers = large.filter((_, i) => down.includes(i));
  world.crash(...servers);
  yield* play();
  world.restart(...servers);
}

function* use(world: ShardWorld): Script {
  yield* checkAll(world, keys(KEYS));
  yield* update(world, keys(KEYS));
}
