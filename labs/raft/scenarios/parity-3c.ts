import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, together, wait, type Script } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import type { RaftWorld } from '../raft-world.ts';
import { figure8, figure8Unreliable, reliableChurn, unreliableChurn } from './parity-3c-chaos.ts';
import { crash, cut, ELECTION_MS, join, mustHaveDropped, revive } from './parity-steps.ts';

/** Roughly the sum of the 30 polls of 6.5840's `wait`. */
const APPLY_MS = 24_000;

const persist1 = raftScenario({
  id: 'persist-1',
  title: 'basic persistence',
  holdsTo:
    'Term, vote and log survive a restart: what was agreed before it stays, and agreement goes on.',
  part: '3C',
  points: 1,
  source: 'TestPersist13C',
  servers: 3,
  *play(world) {
    yield* world.agree(3, { retry: true });
    crash(world, ...world.all);
    revive(world, ...world.all);
    yield* world.agree(3, { retry: true });
    const first = yield* world.oneLeader();
    crash(world, first);
    revive(world, first);
    yield* world.agree(3, { retry: true });
    const second = yield* world.oneLeader();
    crash(world, second);
    const index = yield* world.agree(2, { retry: true });
    revive(world, second);
    if (!(yield* until(() => world.appliedBy(index).length === 3, APPLY_MS))) {
      world.stall(`the restarted server ${second} to apply index ${index}`);
    }
    const follower = ((yield* world.oneLeader()) + 1) % 3;
    crash(world, follower);
    yield* world.agree(2, { retry: true });
    revive(world, follower);
    yield* world.agree(3, { retry: true });
  },
});

const persist2 = raftScenario({
  id: 'persist-2',
  title: 'more persistence',
  holdsTo: "What a majority has agreed on outlives that majority's restart.",
  part: '3C',
  points: 1,
  source: 'TestPersist23C',
  // A bug of elections shows in two runs of three, and each is quick.
  seeds: 10,
  servers: 5,
  *play(world) {
    for (let round = 0; round < 5; round++) {
      yield* world.agree(5, { retry: true });
      const leader = yield* world.oneLeader();
      const at = (step: number): number => (leader + step) % 5;
      cut(world, at(1), at(2));
      yield* world.agree(3, { retry: true });
      cut(world, at(0), at(3), at(4));
      crash(world, at(1), at(2));
      revive(world, at(1), at(2));
      yield* wait(ELECTION_MS);
      crash(world, at(3));
      revive(world, at(3));
      yield* world.agree(3, { retry: true });
      join(world, at(4), at(0));
    }
    yield* world.agree(5, { retry: true });
    mustHaveDropped(world);
  },
});

const persist3 = raftScenario({
  id: 'persist-3',
  title: 'partitioned leader and a crashed follower',
  holdsTo:
    'A server that restarts has its log, and no server goes back on what it has acknowledged.',
  part: '3C',
  points: 1,
  source: 'TestPersist33C',
  servers: 3,
  *play(world) {
    yield* world.agree(3, { retry: true });
    const leader = yield* world.oneLeader();
    const [near, far] = [(leader + 1) % 3, (leader + 2) % 3];
    cut(world, far);
    yield* world.agree(2, { retry: true });
    crash(world, leader, near);
    join(world, far);
    revive(world, leader);
    yield* world.agree(2, { retry: true });
    revive(world, near);
    yield* world.agree(3, { retry: true });
    mustHaveDropped(world);
  },
});

const unreliableAgree = raftScenario({
  id: 'unreliable-agree',
  title: 'unreliable agreement',
  holdsTo: 'Agreement is reached on a network that loses, delays and repeats messages.',
  part: '3C',
  points: 1,
  source: 'TestUnreliableAgree3C',
  servers: 5,
  network: 'unreliable',
  *play(world) {
    const clients = Array.from({ length: 5 }, () => agreements(world, 49));
    yield* together(world.sim, clients);
    mustHaveDropped(world);
    world.sim.inject({ kind: 'network', preset: 'reliable' });
    yield* world.agree(5, { retry: true });
  },
});

function* agreements(world: RaftWorld, count: number): Script {
  for (let i = 0; i < count; i++) yield* world.agree(1, { retry: true });
}

export const parity3C: readonly Scenario[] = [
  persist1,
  persist2,
  persist3,
  figure8,
  unreliableAgree,
  figure8Unreliable,
  reliableChurn,
  unreliableChurn,
];
