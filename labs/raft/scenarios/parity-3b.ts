import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, wait } from '../../../harness/vocabulary/script.ts';
import { overrun } from '../../../harness/scenario/verdicts.ts';
import { raftScenario } from '../raft-scenario.ts';
import type { RaftWorld } from '../raft-world.ts';
import {
  agreeNext,
  cut,
  ELECTION_MS,
  join,
  mustBeOwnEntries,
  mustFollow,
  mustHaveDropped,
} from './parity-steps.ts';

/** Attempts of a test that needs one term to last, as in 6.5840. */
const ATTEMPTS = 5;
/** Roughly the sum of the 30 polls of 6.5840's `wait`. */
const APPLY_MS = 24_000;
const TEST_LIMIT_US = 120_000_000;

/** Returns a command to a server that leads now, which must take it. */
function mustStart(world: RaftWorld, server: number): { index: number; term: number } {
  const started = world.start(server);
  world.demand(
    started !== null,
    {
      id: 'leader-takes-command',
      about: 'progress',
      sentence: 'A server that says it leads takes a command given to it.',
    },
    `server ${server} led, and refused a command`,
  );
  return started ?? { index: 0, term: 0 };
}

function notApplied(world: RaftWorld, index: number, why: string): void {
  const servers = world.appliedBy(index);
  world.demand(
    servers.length === 0,
    {
      id: 'nothing-without-quorum',
      sentence: 'Nothing is applied that was not started and stored by a majority.',
    },
    `index ${index} was applied by ${servers.join(', ')}, ${why}`,
  );
}

const basicAgree = raftScenario({
  id: 'basic-agree',
  title: 'basic agreement',
  holdsTo:
    'A command is applied by every server within 10 s, at the next index, and nothing is applied that was not started.',
  part: '3B',
  points: 1,
  source: 'TestBasicAgree3B',
  servers: 3,
  *play(world) {
    let last = 0;
    for (let i = 1; i <= 3; i++) {
      mustBeOwnEntries(world, last + 1, world.lastApplied);
      last = yield* agreeNext(world, 3, last);
    }
  },
});

const rpcBytes = raftScenario({
  id: 'rpc-bytes',
  title: 'RPC byte count',
  holdsTo: 'Each command goes to each peer about once: the bytes sent stay within the budget.',
  part: '3B',
  points: 1,
  source: 'TestRPCBytes3B',
  servers: 3,
  *play(world) {
    const { sim } = world;
    const size = 5_000;
    let last = yield* agreeNext(world, 3, 0);
    const before = sim.calls.bytes;
    for (let i = 0; i < 10; i++) last = yield* agreeNext(world, 3, last, { retry: false, size });
    const spent = sim.calls.bytes - before;
    const limit = world.all.length * size * 10 + 50_000;
    if (spent > limit) {
      overrun(
        sim,
        `10 commands of ${size} bytes took ${spent} bytes of RPCs; ${limit} are allowed`,
      );
    }
  },
});

const followerFailure = raftScenario({
  id: 'follower-failure',
  title: 'progressive failure of followers',
  holdsTo: 'A majority goes on without the others, and nothing is committed without a majority.',
  part: '3B',
  points: 1,
  source: 'TestFollowerFailure3B',
  servers: 3,
  *play(world) {
    let last = yield* agreeNext(world, 3, 0);
    const first = yield* world.oneLeader();
    cut(world, (first + 1) % 3);
    last = yield* agreeNext(world, 2, last);
    yield* wait(ELECTION_MS);
    last = yield* agreeNext(world, 2, last);
    const second = yield* world.oneLeader();
    cut(world, (second + 1) % 3, (second + 2) % 3);
    const started = mustStart(world, second);
    mustFollow(world, started, last);
    yield* wait(2 * ELECTION_MS);
    notApplied(world, started.index, 'while the leader reached no other server');
    mustHaveDropped(world);
  },
});

const leaderFailure = raftScenario({
  id: 'leader-failure',
  title: 'failure of leaders',
  holdsTo:
    'A new leader goes on when the old one is lost, and nothing is committed without a majority.',
  part: '3B',
  points: 1,
  source: 'TestLeaderFailure3B',
  servers: 3,
  *play(world) {
    let last = yield* agreeNext(world, 3, 0);
    cut(world, yield* world.oneLeader());
    last = yield* agreeNext(world, 2, last);
    yield* wait(ELECTION_MS);
    last = yield* agreeNext(world, 2, last);
    cut(world, yield* world.oneLeader());
    const next = world.lastApplied + 1;
    for (const server of world.all) world.start(server);
    yield* wait(2 * ELECTION_MS);
    notApplied(world, next, 'while no two servers reached each other');
    mustHaveDropped(world);
  },
});

const failAgree = raftScenario({
  id: 'fail-agree',
  title: 'agreement after follower reconnects',
  holdsTo: 'A follower that was away gets what it has missed, and agreement goes on with it.',
  part: '3B',
  points: 1,
  source: 'TestFailAgree3B',
  servers: 3,
  *play(world) {
    let last = yield* agreeNext(world, 3, 0);
    const leader = yield* world.oneLeader();
    const follower = (leader + 1) % 3;
    cut(world, follower);
    for (let i = 0; i < 2; i++) last = yield* agreeNext(world, 2, last);
    yield* wait(ELECTION_MS);
    for (let i = 0; i < 2; i++) last = yield* agreeNext(world, 2, last);
    join(world, follower);
    yield* world.agree(3, { retry: true });
    yield* wait(ELECTION_MS);
    yield* world.agree(3, { retry: true });
    mustHaveDropped(world);
  },
});

const failNoAgree = raftScenario({
  id: 'fail-no-agree',
  title: 'no agreement if too many followers are away',
  holdsTo: 'Nothing is committed while a majority is away; when it returns, all servers agree.',
  part: '3B',
  points: 1,
  source: 'TestFailNoAgree3B',
  servers: 5,
  *play(world) {
    const last = yield* agreeNext(world, 5, 0);
    const leader = yield* world.oneLeader();
    const off = [1, 2, 3].map((step) => (leader + step) % 5);
    cut(world, ...off);
    const started = mustStart(world, leader);
    mustFollow(world, started, last);
    yield* wait(2 * ELECTION_MS);
    notApplied(world, started.index, 'while only two servers of five reached each other');
    join(world, ...off);
    // The three may have elected a leader of their own, which forgets the command.
    const next = yield* world.oneLeader();
    mustFollow(world, mustStart(world, next), last, 1);
    yield* world.agree(5, { retry: true });
    mustHaveDropped(world);
  },
});

const concurrentStarts = raftScenario({
  id: 'concurrent-starts',
  title: 'concurrent starts',
  holdsTo:
    'Commands given to a leader whose term lasts are applied at the indexes that start returned.',
  part: '3B',
  points: 1,
  source: 'TestConcurrentStarts3B',
  servers: 3,
  *play(world) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) yield* wait(3_000);
      const leader = yield* world.oneLeader();
      const { term } = world.view(leader);
      const started = Array.from({ length: 6 }, () => world.start(leader));
      const moved = (): boolean => world.all.some((server) => world.view(server).term > term);
      const applied = (): boolean =>
        started.every((each) => each === null || world.appliedBy(each.index).length === 3);
      yield* until(() => moved() || applied(), APPLY_MS);
      if (moved() || started.includes(null)) continue;
      if (!applied()) world.stall('six commands started at once to be applied by 3 servers');
      const lost = started.filter((each) => each && world.applied[each.index] !== each.command);
      world.demand(
        lost.length === 0,
        {
          id: 'starts-all-kept',
          sentence:
            'Each command started in a term that lasts is applied at the index that start returned.',
        },
        `not there: ${lost.map((each) => `${each?.command} at ${each?.index}`).join(', ')}`,
      );
      return;
    }
    world.stall('a term that lasts while six commands are applied');
  },
});

const rejoin = raftScenario({
  id: 'rejoin',
  title: 'rejoin of partitioned leader',
  holdsTo: "An old leader's uncommitted entries give way to those of its successor.",
  part: '3B',
  points: 1,
  source: 'TestRejoin3B',
  servers: 3,
  *play(world) {
    yield* world.agree(3, { retry: true });
    const first = yield* world.oneLeader();
    cut(world, first);
    for (let i = 0; i < 3; i++) world.start(first);
    yield* world.agree(2, { retry: true });
    const second = yield* world.oneLeader();
    cut(world, second);
    join(world, first);
    yield* world.agree(2, { retry: true });
    join(world, second);
    yield* world.agree(3, { retry: true });
    mustHaveDropped(world);
  },
});

const backup = raftScenario({
  id: 'backup',
  title: 'fast backup over incorrect follower logs',
  holdsTo: 'Logs that differ in fifty entries are made one within the time for an agreement.',
  part: '3B',
  points: 1,
  source: 'TestBackup3B',
  servers: 5,
  *play(world) {
    yield* world.agree(5, { retry: true });
    const first = yield* world.oneLeader();
    const at = (step: number): number => (first + step) % 5;
    cut(world, at(2), at(3), at(4));
    for (let i = 0; i < 50; i++) world.start(first);
    yield* wait(ELECTION_MS / 2);
    cut(world, first, at(1));
    join(world, at(2), at(3), at(4));
    for (let i = 0; i < 50; i++) yield* world.agree(3, { retry: true });
    const second = yield* world.oneLeader();
    const other = second === at(2) ? at(3) : at(2);
    cut(world, other);
    for (let i = 0; i < 50; i++) world.start(second);
    yield* wait(ELECTION_MS / 2);
    cut(world, ...world.all);
    join(world, first, at(1), other);
    for (let i = 0; i < 50; i++) yield* world.agree(3, { retry: true });
    join(world, ...world.all);
    yield* world.agree(5, { retry: true });
    mustHaveDropped(world);
    if (world.sim.nowUs > TEST_LIMIT_US) overrun(world.sim, 'the test took more than 120 s');
  },
});

const count = raftScenario({
  id: 'count',
  title: "RPC counts aren't too high",
  holdsTo: 'Elections, agreements and idle time take no more RPCs than the budgets allow.',
  part: '3B',
  points: 1,
  source: 'TestCount3B',
  servers: 3,
  *play(world) {
    const { sim } = world;
    yield* world.oneLeader();
    const { requests } = sim.calls;
    if (requests > 30) overrun(sim, `the first election took ${requests} RPCs; 30 are allowed`);
    for (let attempt = 0; ; attempt++) {
      if (attempt === ATTEMPTS) world.stall('a term that lasts while 12 commands are applied');
      if (attempt > 0) yield* wait(3_000);
      const leader = yield* world.oneLeader();
      const { term } = world.view(leader);
      const before = sim.calls.requests;
      const first = mustStart(world, leader).index;
      let last = first;
      for (let i = 1; i <= 11; i++) {
        const started = mustStart(world, leader);
        mustFollow(world, started, last);
        last = started.index;
      }
      const moved = (): boolean => world.all.some((server) => world.view(server).term > term);
      const applied = (): boolean => world.appliedBy(first + 10).length === 3;
      yield* until(() => moved() || applied(), APPLY_MS);
      if (moved()) continue;
      if (!applied()) world.stall('12 commands started at once to be applied by 3 servers');
      const spent = sim.calls.requests - before;
      if (spent > 42) overrun(sim, `12 commands took ${spent} RPCs; 42 are allowed`);
      break;
    }
    const before = sim.calls.requests;
    yield* wait(ELECTION_MS);
    const idle = sim.calls.requests - before;
    if (idle > 60) overrun(sim, `an idle second took ${idle} RPCs; 60 are allowed`);
  },
});

export const parity3B: readonly Scenario[] = [
  basicAgree,
  rpcBytes,
  followerFailure,
  leaderFailure,
  failAgree,
  failNoAgree,
  concurrentStarts,
  rejoin,
  backup,
  count,
];
