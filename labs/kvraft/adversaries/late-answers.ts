import type { Message } from '../../../harness/adversary/message.ts';
import { allCome, type Sighting } from '../../../harness/adversary/sighting.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { kvRaftScenario } from '../kv-scenario.ts';
import type { KvRaftWorld } from '../kv-world.ts';
import { oldTermAnswers, slowAnswers } from './old-term-answers.ts';
import { BEAT_MS, PATIENCE_MS, playRounds, type KvRaftStage } from './stage.ts';
import { castOf, CLERKS, cutOff, staleRead } from './stale-read.ts';

/** A follower answers at once, or from its next tick. */
const ANSWER_MS = 20;
/** A request of the reliable network has arrived by then. */
const ARRIVAL_MS = 4;
/** What was held and is let go has arrived by then. */
const RELEASE_MS = 2;
/** What piled up during a pause is taken up in one instant. */
const INSTANT_MS = 0.01;

/**
 * The others have answered the leader for the last time, but it takes their answers up late: it pauses, or
 * the answers are slow. They say that it led when it asked, and not that it leads.
 */
function* lateAnswers(world: KvRaftWorld, stage: KvRaftStage, old: number): Steps<boolean> {
  const { cluster } = world;
  const cast = castOf(world);
  const others = cluster.others(old);
  const { term } = cluster.view(old);
  const isPause = cluster.random.chance(500_000);
  // Gets that arrive during a pause are taken up behind the answers in any case.
  const isBehind = isPause || cluster.random.chance(500_000);
  const isElected = (): boolean => cluster.leader(others) !== null && cluster.term > term;
  stage.hurry(...others);
  yield* wait(BEAT_MS);

  let answers: readonly Sighting<Message>[] = [];
  let areAnswered = false;
  /** For a moment the links are whole, so that the answers come through, and nothing that is newer. */
  const letPass = function* (): Steps<void> {
    areAnswered = answers.some(({ hasCome }) => hasCome);
    stage.holdNothing();
    cluster.healPartition();
    if (isPause) stage.resume(old);
    stage.release({ from: others });
    yield* wait(isPause ? INSTANT_MS : RELEASE_MS);
    cutOff(world, cast, [old]);
  };
  const letPassBehindGets = function* (): Steps<void> {
    yield* wait(ARRIVAL_MS);
    yield* letPass();
  };
  const isReached = yield* staleRead(world, stage, {
    cast,
    old,
    isBusy: true,
    *depose(isCutOff) {
      answers = yield* isPause ? pauseAsked(stage, old) : slowAnswers(stage, old);
      cutOff(world, cast, [old]);
      isCutOff();
      return yield* until(isElected, PATIENCE_MS);
    },
    ...(isBehind ? { afterGets: letPassBehindGets } : { beforeGets: letPass }),
  });
  return isReached && areAnswered;
}

/** Pauses the leader when it has asked the others; returns what is seen of their answers. */
function* pauseAsked(stage: KvRaftStage, old: number): Steps<readonly Sighting<Message>[]> {
  const others = stage.others(old);
  yield* stage.arrival({ from: old, to: others }, { withinMs: PATIENCE_MS });
  stage.pause(old);
  const answers = others.map((from) => stage.lookFor({ from, to: old }));
  yield* allCome(answers, ANSWER_MS);
  return answers;
}

/** These rounds are long: few of them are enough. */
const OF_AN_OLD_TERM: ReadonlySet<number> = new Set([2, 4]);

export const lateAnswersScenario = kvRaftScenario({
  id: 'late-answers',
  title: 'answers of followers that come late',
  holdsTo:
    'A read counts only answers to what was asked after it came, and a lease begins with the question.',
  part: '4B',
  points: 1,
  kind: 'exploration',
  source: 'Ongaro 2014, 6.4: a round of heartbeats for each read',
  servers: 3,
  clerks: CLERKS,
  seeds: 8,
  *play(world) {
    let round = 0;
    yield* playRounds(world.cluster, 'late-answers', (stage, leader) =>
      (OF_AN_OLD_TERM.has(round++) ? oldTermAnswers : lateAnswers)(world, stage, leader),
    );
    yield* world.converge(['x', 'busy']);
  },
});
