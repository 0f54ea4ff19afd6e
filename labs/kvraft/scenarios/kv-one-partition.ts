import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { mustHave, violated } from '../../../harness/scenario/verdicts.ts';
import type { KvWorld } from '../kv-world.ts';

/** 6.5840: for so long nothing may be answered in the minority. */
const MINORITY_MS = 1_000;
/** 6.5840: so soon after the heal the minority's operations must be done. */
const AFTER_HEAL_MS = 3_000;

/** The leader and another server are cut off, with two of three clerks. */
export function* onePartition(world: KvWorld): Steps<void> {
  const { sim, cluster } = world;
  const [inMajority, putter, getter] = [0, 1, 2].map((number) => world.clerk(number));
  if (inMajority === undefined || putter === undefined || getter === undefined) return;
  for (const clerk of world.clerks) yield* clerk.get('x');
  yield* inMajority.put('x', 'before', 0);

  const leader = yield* cluster.oneLeader();
  const [companion = leader, ...majority] = cluster.random.shuffle(cluster.others(leader));
  const minority = [leader, companion, putter.process, getter.process];
  cluster.partition(minority, [...majority, inMajority.process]);
  yield* cluster.oneLeader(majority, cluster.view(leader).term);
  yield* inMajority.put('x', 'by the majority', 1);

  const finished: string[] = [];
  const noteWhenDone = function* (name: string, operation: Steps<unknown>): Script {
    yield* operation;
    finished.push(`${name} returned at ${(sim.nowUs / 1_000_000).toFixed(3)} s`);
  };
  const inMinority = [
    noteWhenDone('a put in the minority', putter.put('x', 'by the minority', 1)),
    noteWhenDone('a get in the minority', getter.get('x')),
  ];
  yield* world.together([...inMinority, heal(world, inMajority, finished)]);
  yield* world.judge(['x']);
}

function* heal(
  { sim, cluster }: KvWorld,
  inMajority: KvWorld['clerks'][number],
  finished: readonly string[],
): Script {
  yield* wait(MINORITY_MS);
  if (finished.length > 0) violated(sim, NOTHING_IN_THE_MINORITY, finished);
  yield* inMajority.get('x');
  mustHave(sim, sim.calls.dropped > 0, 'no message was dropped');
  cluster.healPartition();
  if (yield* until(() => finished.length === 2, AFTER_HEAL_MS)) return;
  cluster.stall(
    `the minority's put and get to return within ${AFTER_HEAL_MS / 1_000} s after the heal`,
    ...finished,
  );
}

const NOTHING_IN_THE_MINORITY = {
  promise: 'nothing-in-the-minority',
  sentence: 'No operation is answered where no majority of the servers can be reached.',
};
