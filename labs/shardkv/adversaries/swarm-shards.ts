import { wait, type Script } from '../../../harness/vocabulary/script.ts';
import { SHARDS } from '../api.ts';
import { checkAll, keys, load, upTo, writeAll } from '../scenarios/steps.ts';
import { shardScenario, type ShardScenario } from '../shard-scenario.ts';
import type { ShardWorld } from '../shard-world.ts';
import { swarmPlan } from '../swarm-plan.ts';

const CHAOS_MS = 7_000;
const KEYS = 10;
const GROUPS = 3;

const swarmShards = swarm({
  id: 'swarm-shards',
  title: 'moves of shards under random faults',
  part: '5B',
  source: 'the promises of Part 5B under faults drawn from the seed',
  holdsTo:
    'To its clients the store never moves, whatever fails; after all is healed every shard is served within 20 s.',
  admins: 1,
  sizes: [3, 1, 5],
  maxStateBytes: 1_000,
  controllerMaxStateBytes: 2_000,
});

const swarmAdmins = swarm({
  id: 'swarm-admins',
  title: 'racing admins under random faults',
  part: '5C',
  source: 'the promises of Part 5C under faults drawn from the seed',
  holdsTo:
    'All changes of racing admins are made once each, and clients see one store, whatever fails.',
  admins: 3,
});

export const swarms = [swarmShards, swarmAdmins];

type Swarm = Pick<
  ShardScenario,
  | 'id'
  | 'title'
  | 'part'
  | 'source'
  | 'holdsTo'
  | 'sizes'
  | 'maxStateBytes'
  | 'controllerMaxStateBytes'
> & { readonly admins: number };

function swarm(given: Swarm): ReturnType<typeof shardScenario> {
  return shardScenario({
    ...given,
    points: 1,
    kind: 'exploration',
    groups: GROUPS,
    clerks: 3,
    seeds: 12,
    plan: (seed, processes) => swarmPlan(seed, processes, CHAOS_MS),
    *play(world) {
      yield* world.join(1);
      yield* writeAll(world, keys(KEYS));
      const going = { isOver: false };
      const end = function* (): Script {
        yield* wait(Math.max(0, CHAOS_MS - world.sim.nowUs / 1_000));
        world.sim.heal();
        going.isOver = true;
      };
      const admins = world.admins.map((_, i) => churn(world, i, going));
      yield* world.together(...load(world, keys(KEYS), going), ...admins, end());
      yield* world.converge();
      yield* checkAll(world, keys(KEYS));
      yield* world.audit();
    },
  });
}

/**
 * One admin's changes until the chaos is over. Of several admins each has a group of its own; one that
 * is alone has all but the last that is left, and moves shards by hand too.
 */
function* churn(world: ShardWorld, index: number, going: { readonly isOver: boolean }): Script {
  const { random, layout, admins } = world;
  const admin = admins[index];
  if (admin === undefined) return;
  const isAlone = admins.length === 1;
  const mine = upTo(layout.groups).filter((gid) => isAlone || (gid > 1 && gid === index + 1));
  while (!going.isOver) {
    yield* wait(random.between(0, 500));
    const config = yield* admin.query(-1);
    if (config === null || going.isOver) continue;
    const here = Object.keys(config.groups).map(Number);
    const gid = random.pick(mine.length > 0 ? mine : [1]);
    const shard = random.between(0, SHARDS - 1);
    const others = here.filter((each) => each !== config.shards[shard]);
    if (isAlone && others.length > 0 && random.chance(250_000)) {
      yield* admin.change({ kind: 'move', shard, gid: random.pick(others) });
    } else if (mine.length > 0 && !here.includes(gid)) yield* admin.change(world.joining(gid));
    else if (mine.length > 0 && here.length > 1)
      yield* admin.change({ kind: 'leave', gids: [gid] });
  }
}
