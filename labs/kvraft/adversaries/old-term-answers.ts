import type { Message } from '../../../harness/adversary/message.ts';
import { allCome, type Sighting } from '../../../harness/adversary/sighting.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import type { KvRaftWorld } from '../kv-world.ts';
import { BEAT_MS, PATIENCE_MS, type KvRaftStage } from './stage.ts';
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
export function* oldTermAnswers(
  world: KvRaftWorld,
  stage: KvRaftStage,
  old: number,
): Steps<boolean> {
  const { cluster } = world;
  const cast = castOf(world);
  const others = cluster.others(old);
  const { term } = cluster.view(old);
  const [reader] = cast.readers;
  if (reader === undefined) return false;
  for (let i = 0; i < GETS; i++) yield* reader.get(KEY);

  const asked = world.begin(reader.get(KEY));
  const answers = yield* slowAnswers(stage, old);
  const areAnswered = answers.some(({ hasCome }) => hasCome);
  const leadsAgain = yield* deposeAndRestore(stage, old, term);
  if (!leadsAgain) stage.release();
  yield* asked;
  if (!leadsAgain) return false;

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
      stage.release({ from: others });
      yield* wait(RELEASE_MS);
      cutOff(world, cast, [old]);
    },
  });
  return isReached && areAnswered;
}

/** Another server leads for a while, and then the old one leads again; returns whether it does. */
function* deposeAndRestore(stage: KvRaftStage, old: number, term: number): Steps<boolean> {
  const { cluster } = stage;
  const others = cluster.others(old);

  cluster.split([old], others);
  stage.holdNothing();
  yield* cluster.oneLeader(others, term);
  cluster.unite();
  const isDeposed = yield* until(() => !cluster.view(old).isLeader, PATIENCE_MS);
  return isDeposed && (yield* stage.makeLeader(old));
}

/** Holds the answers to the leader until each of the others has given one; returns what is seen of them. */
export function* slowAnswers(stage: KvRaftStage, old: number): Steps<readonly Sighting<Message>[]> {
  const others = stage.others(old);
  stage.hold({ from: others, to: old });
  const answers = others.map((from) => stage.lookFor({ from, to: old }));
  yield* allCome(answers, PATIENCE_MS);
  return answers;
}
