import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import { rsmScenario, type RsmScenario } from '../rsm-scenario.ts';
import type { RsmWorld, Submission } from '../rsm-world.ts';

/** 6.5840's number of operations in the tests that need many. */
const MANY = 100;
/** 6.5840: what was submitted to a leader that is cut off returns this soon after it is back. */
const RETURN_AFTER_HEAL_MS = 1_000;
/** 6.5840's limit for pending calls when a server is told to stop. */
const RETURN_AT_LAST_MS = 11_000;
/** Time enough for each operation that is submitted to be on its way to the disks. */
const UNDER_WAY_MS = 2;

const basic = part4A({
  id: 'rsm-basic',
  title: 'basic replicated state machine',
  holdsTo: 'Every server carries out every operation that is submitted, in one order.',
  source: 'TestBasic4A (rsm)',
  *play(world) {
    for (let i = 0; i < 10; i++) {
      yield* world.commit();
      yield* world.allHaveAll();
    }
  },
});

const concurrent = part4A({
  id: 'rsm-concurrent',
  title: 'many submits at once',
  holdsTo:
    'A leader that stays in office answers OK to all that is submitted to it, however much at once.',
  source: 'TestConcurrent4A (rsm)',
  *play(world) {
    yield* world.commit();
    const leader = yield* world.cluster.oneLeader();
    const { term } = world.cluster.view(leader);
    const batch = submitMany(world, leader, 50);
    yield* world.allAnswered(10_000, batch);
    yield* world.allHaveAll();
    // Nothing fails here, but a Raft may change its leader all the same.
    if (world.cluster.view(leader).term === term) mustBeDone(world, batch);
  },
});

const leaderFailure = part4A({
  id: 'rsm-leader-failure',
  title: 'submits after the leader is lost',
  holdsTo:
    'Operations go on while a majority is connected, and a server that comes back catches up.',
  source: 'TestLeaderFailure4A',
  *play(world) {
    const { cluster } = world;
    yield* world.commit();
    const leader = yield* cluster.oneLeader();
    cluster.cut(leader);
    yield* world.commit(cluster.others(leader));
    cluster.join(leader);
    yield* world.commit();
    yield* world.allHaveAll();
  },
});

const leaderPartition = part4A({
  id: 'rsm-leader-partition',
  title: 'submits to a leader that is cut off',
  holdsTo:
    'A leader without a majority answers OK to nothing, and answers all within 1 s after it is back.',
  source: 'TestLeaderPartition4A',
  *play(world) {
    const { cluster } = world;
    yield* world.commit();
    const leader = yield* cluster.oneLeader();
    const others = cluster.others(leader);
    cluster.cut(leader);
    const lost = submitMany(world, leader, MANY, -1);
    yield* world.commit(others);
    mustNotBeDone(world, lost);
    cluster.join(leader);
    yield* world.allAnswered(RETURN_AFTER_HEAL_MS, lost);
    mustNotBeDone(world, lost);
    yield* world.commit();
    yield* world.allHaveAll();
  },
});

const restartReplay = part4A({
  id: 'rsm-restart-replay',
  title: 'all restart and replay the log',
  holdsTo: 'What was carried out before a restart of all servers is there after it.',
  source: 'TestRestartReplay4A',
  *play(world) {
    yield* commitMany(world, MANY);
    yield* restartAll(world);
    const { position } = yield* world.commit();
    yield* world.allHaveAll();
    mustFollow(world, position, MANY);
  },
});

/** Our servers have no Kill: a leader that is deposed unnoticed is the nearest thing to one told to stop. */
const deposed = part4A({
  id: 'rsm-deposed',
  title: 'submits pending at a deposed leader',
  holdsTo:
    'What is pending at a leader that was deposed is answered within 11 s, though nothing takes its place.',
  source: 'TestShutdown4A',
  *play(world) {
    const { cluster } = world;
    yield* world.commit();
    yield* world.allHaveAll();
    const leader = yield* cluster.oneLeader();
    cluster.cut(leader);
    const pending = submitMany(world, leader, MANY);
    const { term } = cluster.view(leader);
    // The new leader is given nothing, so nothing is ever committed in place of what is pending.
    yield* cluster.oneLeader(cluster.others(leader), term);
    cluster.join(leader);
    yield* world.allAnswered(RETURN_AT_LAST_MS, pending);
    yield* world.commit();
    yield* world.allHaveAll();
  },
});

const crashPending = part4A({
  id: 'rsm-crash-pending',
  title: 'all crash with submits pending',
  holdsTo: 'A crash of all servers loses nothing that was answered, whatever is pending.',
  source: 'TestShutdown4A, TestRestartSubmit4A',
  *play(world) {
    const before = yield* commitMany(world, MANY);
    const leader = yield* world.cluster.oneLeader();
    const pending = submitMany(world, leader, MANY);
    yield* wait(world.cluster.random.between(0, UNDER_WAY_MS));
    const down = pending.filter(({ end }) => end === 'pending').length;
    yield* restartAll(world);
    mustHave(world.sim, down > 0, 'no submit was pending at the crash');
    const { position } = yield* world.commit();
    yield* world.allHaveAll();
    mustFollow(world, position, before);
  },
});

const restartSubmit = part4A({
  id: 'rsm-restart-submit',
  title: 'submits after each of two restarts',
  holdsTo: 'After each restart operations go on from the state that was there.',
  source: 'TestRestartSubmit4A',
  *play(world) {
    yield* commitMany(world, MANY);
    for (let round = 0; round < 2; round++) {
      yield* restartAll(world);
      const first = yield* world.commit();
      const second = yield* world.commit();
      yield* world.allHaveAll();
      mustFollow(world, second.position, first.position);
    }
  },
});

export const rsm4A: readonly Scenario[] = [
  basic,
  concurrent,
  leaderFailure,
  leaderPartition,
  restartReplay,
  deposed,
  crashPending,
  restartSubmit,
];

type Given4A = Pick<RsmScenario, 'id' | 'title' | 'holdsTo' | 'source' | 'play'>;

function part4A(given: Given4A): Scenario {
  return rsmScenario({ part: '4A', points: 1, ...given });
}

export function submitMany(world: RsmWorld, server: number, count: number, add = 1): Submission[] {
  return Array.from({ length: count }, () => world.submit(server, add));
}

/** Commits operations one after another; returns the position of the last. */
export function* commitMany(world: RsmWorld, count: number): Steps<number> {
  let position = 0;
  for (let i = 0; i < count; i++) ({ position } = yield* world.commit());
  return position;
}

export function* restartAll({ cluster }: RsmWorld): Steps<void> {
  cluster.crash(...cluster.all);
  yield* wait(1);
  cluster.restart(...cluster.all);
}

/** Nothing was in the way of these. */
function mustBeDone({ cluster }: RsmWorld, submissions: readonly Submission[]): void {
  const failed = submissions.find(({ end }) => end !== 'OK');
  cluster.demand(
    failed === undefined,
    {
      id: 'done-when-nothing-fails',
      about: 'progress',
      sentence: 'A leader that stays in office carries out everything that is submitted to it.',
    },
    `submit of ${failed?.op} on server ${failed?.server} resolved to ${failed?.end}`,
  );
}

/** A leader without a majority cannot have committed these. */
function mustNotBeDone({ cluster }: RsmWorld, submissions: readonly Submission[]): void {
  const done = submissions.find(({ end }) => end === 'OK');
  cluster.demand(
    done === undefined,
    {
      id: 'nothing-without-quorum',
      sentence: 'A submit does not return OK on a server that is cut off from the majority.',
    },
    `submit of ${done?.op} on server ${done?.server} returned OK`,
  );
}

/** Restarts lose nothing: what is done after them comes after all that was done before. */
function mustFollow({ cluster }: RsmWorld, position: number, before: number): void {
  cluster.demand(
    position > before,
    {
      id: 'restart-keeps-operations',
      sentence: 'Operations that were carried out before a restart are there after it.',
    },
    `${before} operations were carried out before; the new one is number ${position}`,
  );
}
