import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { wait } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';

/** Two seconds are many election timeouts. */
const QUIET_MS = 2_000;
/** While nothing fails, an election that was under way may still end; one that begins is one too many. */
const NEW_TERMS_MAX = 1;

const initialElection = raftScenario({
  id: 'initial-election',
  title: 'initial election',
  part: '3A',
  points: 1,
  source: 'TestInitialElection3A',
  holdsTo:
    'A majority that is connected elects a leader within 5 s, and keeps it while nothing fails.',
  servers: 3,
  *play(world) {
    yield* world.oneLeader();
    yield* wait(50);
    const terms = world.all.map((server) => world.view(server).term);
    world.demand(
      terms.every((term) => term === terms[0] && term >= 1),
      {
        id: 'terms-agree',
        about: 'progress',
        sentence: 'Servers that hear their leader agree on the term, which is at least 1.',
      },
      `terms are ${terms.join(', ')}`,
    );
    const newest = (): number => Math.max(...world.all.map((server) => world.view(server).term));
    const before = newest();
    yield* wait(QUIET_MS);
    world.demand(
      newest() <= before + NEW_TERMS_MAX,
      {
        id: 'leader-stays',
        about: 'progress',
        sentence:
          'A leader stays in office while nothing fails: it is heard before anyone runs out of patience.',
      },
      `in ${QUIET_MS / 1_000} s without a fault the term went from ${before} to ${newest()}`,
    );
    yield* world.oneLeader();
  },
});

const reElection = raftScenario({
  id: 're-election',
  title: 'election after network failure',
  holdsTo:
    "A new leader is elected within 5 s of the old one's loss; an old one that comes back follows; without a majority nobody leads.",
  part: '3A',
  points: 1,
  source: 'TestReElection3A',
  servers: 3,
  *play(world) {
    const { sim } = world;
    const first = yield* world.oneLeader();
    sim.inject({ kind: 'disconnect', server: first });
    const second = yield* world.oneLeader();
    sim.inject({ kind: 'connect', server: first });
    yield* wait(500);
    world.demand(
      !(world.view(first).isLeader && world.view(second).isLeader),
      {
        id: 'old-leader-steps-down',
        about: 'progress',
        sentence: 'A leader that hears a newer leader becomes a follower.',
      },
      `servers ${first} and ${second} both say that they lead`,
    );
    const leader = yield* world.oneLeader();
    const other = (leader + 1) % 3;
    sim.inject({ kind: 'disconnect', server: leader });
    sim.inject({ kind: 'disconnect', server: other });
    yield* wait(QUIET_MS);
    world.demand(
      world.leader() === null,
      {
        id: 'no-leader-without-quorum',
        sentence: 'No server becomes leader without the votes of a majority.',
      },
      `server ${world.leader()} leads, and reaches no other server`,
    );
    sim.inject({ kind: 'connect', server: other });
    yield* world.oneLeader();
    sim.inject({ kind: 'connect', server: leader });
    yield* world.oneLeader();
  },
});

const manyElections = raftScenario({
  id: 'many-elections',
  title: 'multiple elections',
  holdsTo:
    'A leader is elected within 5 s whenever a majority is connected, whoever was away before.',
  part: '3A',
  points: 1,
  source: 'TestManyElections3A',
  servers: 7,
  *play(world) {
    yield* world.oneLeader();
    for (let round = 1; round < 10; round++) {
      const off = [0, 1, 2].map(() => world.random.between(0, 6));
      for (const server of off) world.sim.inject({ kind: 'disconnect', server });
      yield* world.oneLeader();
      for (const server of off) world.sim.inject({ kind: 'connect', server });
    }
    yield* world.oneLeader();
  },
});

export const parity3A: readonly Scenario[] = [initialElection, reElection, manyElections];
