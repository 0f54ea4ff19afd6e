import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { kvScenario } from '../kv-scenario.ts';
import type { KvWorld } from '../kv-world.ts';
import { oldTermAnswers } from './old-term-answers.ts';
import { BEAT_MS, PATIENCE_MS, playRounds, type Stage } from './stage.ts';
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
function* lateAnswers(world: KvWorld, stage: Stage, old: number): Steps<boolean> {
  const { cluster, sim } = world;
  const cast = castOf(world);
  const others = cluster.others(old);
  const { term } = cluster.view(old);
  const isPause = cluster.random.chance(500_000);
  // Gets that arrive during a pause are taken up behind the answers in any case.
  const isBehind = isPause || cluster.random.chance(500_000);
  const answered = new Set<number>();
  const isElected = (): boolean => cluster.leader(others) !== null && cluster.term > term;
  stage.hurry(...others);
  yield* wait(BEAT_MS);

  const pause = function* (): Steps<void> {
    let isAsked = false;
    stage.hold = ({ from, to }) => {
      isAsked ||= from === old && others.includes(to);
      if (isAsked && to === old && others.includes(from)) answered.add(from);
      return false;
    };
    yield* until(() => isAsked, PATIENCE_MS);
    sim.inject({ kind: 'pause', server: old });
    answered.clear();
    yield* until(() => answered.size === others.length, ANSWER_MS);
  };
  const slowDown = function* (): Steps<void> {
    stage.hold = ({ from, to }) => {
      const isAnswer = to === old && others.includes(from);
      if (isAnswer) answered.add(from);
      return isAnswer;
    };
    yield* until(() => answered.size === others.length, PATIENCE_MS);
  };
  /** For a moment the links are whole, so that the answers come through, and nothing that is newer. */
  const letPass = function* (): Steps<void> {
    stage.hold = () => false;
    cluster.healPartition();
    if (isPause) sim.inject({ kind: 'resume', server: old });
    sim.calls.release((from) => others.includes(from));
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
      yield* isPause ? pause() : slowDown();
      cutOff(world, cast, [old]);
      isCutOff();
      return yield* until(isElected, PATIENCE_MS);
    },
    ...(isBehind ? { afterGets: letPassBehindGets } : { beforeGets: letPass }),
  });
  return isReached && answered.size > 0;
}

/** These rounds are long: few of them are enough. */
const OF_AN_OLD_TERM: ReadonlySet<number> = new Set([2, 4]);

export const lateAnswersScenario = kvScenario({
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
