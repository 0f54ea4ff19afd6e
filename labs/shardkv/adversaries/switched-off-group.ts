import { wait } from '../../../harness/vocabulary/script.ts';
import { checkAll, clerkOf, keys, writeAll } from '../scenarios/steps.ts';
import { shardScenario } from '../shard-scenario.ts';

/** Longer than a group needs to get rid of what has left. */
const GONE_MS = 2_000;

/** A group has left and is switched off for good; a clerk comes back that knows nothing else. */
export const switchedOffGroup = shardScenario({
  id: 'switched-off-group',
  title: 'the group that a clerk knew is gone for good',
  part: '5B',
  points: 1,
  kind: 'exploration',
  source: '2024 TestJoinLeave5B: a group that has left may be shut down',
  holdsTo: 'A clerk finds its shards, though the group that it knew is gone for good.',
  groups: 2,
  clerks: 2,
  seeds: 2,
  *play(world) {
    const all = keys(12);
    yield* world.join(1);
    yield* writeAll(world, all);
    const late = clerkOf(world, 1);
    yield* late.get('k0');
    yield* world.join(2);
    yield* world.leave(1);
    for (const key of all) yield* world.clerk.get(key);
    yield* wait(GONE_MS);
    world.crash(...world.group(1));
    for (const key of all) yield* late.get(key);
    yield* checkAll(world, all);
  },
});
