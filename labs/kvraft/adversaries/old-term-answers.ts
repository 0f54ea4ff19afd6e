import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import type { KvWorld } from '../kv-world.ts';
import { BEAT_MS, PATIENCE_MS, type Stage } from './stage.ts';
import { castOf, cutOff, KEY, staleRead } from './stale-read.ts';

/** So that questions that are numbered anew in each term have high numbers in the old one. */
const GETS = 40;
/** A request of the reliable network has arrived by then. */
const ARRIVAL_MS = 4;
/** What was held and is let go has arrived by then. */
const RELEASE_MS = 2;

/**
 * The leader has asked the others, and their answers are under way for so long that it is deposed, leads
 * again, and is deposed once more. They say that it led in an old term, and nothing of the last one.
 */
export function* oldTermAnswers(world: KvWorld, stage: Stage, old: number): Steps<boolean> {
  const { cluster, sim } = world;
  const cast = castOf(world);
  const others = cluster.others(old);
  const { term } = cluster.view(old);
  const [reader] = cast.readers;
  if (reader === undefined) return false;
  for (let i = 0; i < GETS; i++) yield* reader.get(KEY);

  const answered = new Set<number>();
  stage.hold = ({ from, to }) => {
    const isAnswer = to === old && others.includes(from);
    if (isAnswer) answered.add(from);
    return isAnswer;
  };
  const asked = world.begin(reader.get(KEY));
  yield* until(() => answered.size === others.length, PATIENCE_MS);
  cluster.split([old], others);
  stage.hold = () => false;
  yield* cluster.oneLeader(others, term);
  cluster.unite();
  const isDeposed = yield* until(() => !cluster.view(old).isLeader, PATIENCE_MS);
  if (!isDeposed || !(yield* stage.makeLeader(old))) {
    sim.calls.release();
    yield* asked;
    return false;
  }

  yield* asked;
  const again = cluster.view(old).term;
  const isElected = (): boolean => cluster.leader(others) !== null && cluster.term > again;
  stage.hurry(...others);
  yield* wait(BEAT_MS);
  const isReached = yield* staleRead(world, stage, {
    cast,
    old,
    isBusy: false,
    *depose(isCutOff) {
      cutOff(world, cast, [old]);
      isCutOff();
      return yield* until(isElected, PATIENCE_MS);
    },
    *afterGets() {
      yield* wait(ARRIVAL_MS);
      cluster.healPartition();
      sim.calls.release((from) => others.includes(from));
      yield* wait(RELEASE_MS);
      cutOff(world, cast, [old]);
    },
  });
  return isReached && answered.size > 0;
}
