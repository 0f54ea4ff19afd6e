import { LastSteps } from '../../../harness/adversary/rounds.ts';
import {
  together,
  until,
  wait,
  type Script,
  type Steps,
} from '../../../harness/vocabulary/script.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import { LossStage } from '../adversaries/stage.ts';
import type { LeaseClient } from '../clients/lease-client.ts';
import { clocksRunApart } from '../clocks.ts';
import { kvServerScenario } from '../kv-scenario.ts';
import { LEASE_MS, type KvServerWorld } from '../kv-world.ts';
import { HOLDER_WRITES, RELEASE_FREES } from '../promises/holds.ts';
import { judgeLeases } from '../promises/judge-leases.ts';

/** A pause after which any lease is over, however late its beginning was noticed. */
const LONG_PAUSE_MS = 4 * LEASE_MS;
const KEY = 'guarded';
/** Ends of values that a form of one's own may take for its own marks. */
const ODD_VALUES = [':1', ',"{}"|', '\n\t; ', '/0/#'];
const HALF_PER_MILLION = 500_000;

/** The holder, well within its lease, writes a value and reads it back. */
function* holderWrites(world: KvServerWorld, client: LeaseClient, value: string): Steps<void> {
  const err = yield* client.write(KEY, value);
  world.demand(err === 'OK', HOLDER_WRITES, `${client.name}'s Write("${value}") answered ${err}`);
  const reply = yield* client.read(KEY);
  const seen = reply?.err === 'OK' ? `"${reply.value}" under token ${reply.token}` : 'nothing';
  world.demand(
    reply?.err === 'OK' && reply.value === value && reply.token === client.token,
    HOLDER_WRITES,
    `${client.name} wrote "${value}" under token ${client.token} and read ${seen}`,
  );
}

const leaseHandover = kvServerScenario({
  id: 'lease-handover',
  title: 'a lease lock goes from hand to hand',
  holdsTo:
    'No one else gets the lock in the first half of a lease, whatever the clocks do, and tokens rise.',
  part: '2D',
  points: 1,
  source: 'fencing tokens; beyond 6.5840',
  seeds: 10,
  program: 'lease-lock',
  clients: 3,
  *play(world) {
    const clients = world.leaseClients();
    yield* clocksRunApart(world);
    // Nobody has written it yet; later, a new holder looks at what an earlier one wrote.
    for (const client of clients) yield* client.read(KEY);
    const holds = function* (client: LeaseClient): Script {
      for (let round = 0; round < 4; round++) {
        yield* client.acquire();
        yield* client.read(KEY);
        yield* holderWrites(world, client, `${client.name}/${round}${ODD_VALUES[round] ?? ''}`);
        yield* world.pause(0, 100);
        yield* client.release();
        yield* world.pause(0, 50);
      }
    };
    yield* together(
      world.sim,
      clients.map((client) => holds(client)),
    );
    yield* releasedIsFree(world, clients[0] as LeaseClient);
    judgeLeases(world, 'reliable');
    yield* changesUnseen(world, new LossStage(world));
    judgeLeases(world, 'reliable');
  },
});

/** One client alone takes and gives up the lock far more often than leases could end meanwhile. */
function* releasedIsFree(world: KvServerWorld, client: LeaseClient): Steps<void> {
  const fromUs = world.sim.nowUs;
  const holds = 5;
  for (let i = 0; i < holds; i++) {
    yield* client.acquire();
    yield* client.release();
  }
  const tookMs = (world.sim.nowUs - fromUs) / 1_000;
  const evidence = `${holds} holds of ${client.name}, alone, took ${tookMs} ms`;
  world.demand(tookMs < (holds * LEASE_MS) / 2, RELEASE_FREES, evidence);
}

/**
 * A client watches a lease, and does not see that the lock is released and taken anew before its end:
 * by the same holder, or by another. That is a lease of its own, and the client has to watch it anew.
 */
function* changesUnseen(world: KvServerWorld, stage: LossStage): Steps<void> {
  const { sim, random } = world;
  const lastSteps = new LastSteps(sim, 'lease-handover');
  for (const isSameHolder of random.shuffle([true, false])) {
    const clients = random.shuffle(world.leaseClients()) as [LeaseClient, LeaseClient, LeaseClient];
    const [first, waiter, other] = clients;
    const next = isSameHolder ? first : other;
    let hasWaiter = false;
    let hasNext = false;
    const waits = function* (): Script {
      yield* waiter.acquire();
      hasWaiter = true;
      yield* waiter.release();
    };
    const changes = function* (): Script {
      yield* wait(random.between(LEASE_MS * 0.7, LEASE_MS * 0.9));
      if (!hasWaiter) stage.slowDown(waiter.process);
      yield* first.release();
      yield* next.acquire();
      hasNext = true;
      if (!hasWaiter) lastSteps.reach();
      stage.letGo();
      yield* until(() => hasWaiter, LEASE_MS * 0.45);
      yield* next.release();
    };
    const opens = function* (): Script {
      // Where those that wait stand in line, the next one is the client that hears of nothing.
      yield* stage.holding(LEASE_MS);
      yield* until(() => hasNext, LEASE_MS / 4);
      stage.letGo();
    };
    yield* first.acquire();
    yield* together(sim, [waits(), changes(), opens()]);
  }
}

const leaseExpires = kvServerScenario({
  id: 'lease-expires',
  title: 'a holder crashes, and its lease runs out',
  holdsTo: 'When the lease of a holder that crashed is over, a client that waits gets the lock.',
  part: '2D',
  points: 1,
  source: 'leases; beyond 6.5840',
  seeds: 10,
  program: 'lease-lock',
  clients: 3,
  *play(world) {
    const [first, ...others] = world.random.shuffle(world.leaseClients()) as [
      LeaseClient,
      ...LeaseClient[],
    ];
    yield* clocksRunApart(world);
    yield* first.acquire();
    yield* holderWrites(world, first, 'first');
    world.sim.inject({ kind: 'crash', server: first.process });
    yield* together(
      world.sim,
      others.map((client) => takesItsTurn(world, client)),
    );
    judgeLeases(world, 'reliable');
  },
});

function* takesItsTurn(world: KvServerWorld, client: LeaseClient): Script {
  yield* client.acquire();
  yield* holderWrites(world, client, client.name);
  // Long enough for one whose clock is slower to believe that the lease of the first is over.
  yield* wait(world.random.between(LEASE_MS / 4, LEASE_MS / 2));
  yield* client.release();
}

const pausedHolder = kvServerScenario({
  id: 'paused-holder',
  title: 'a holder pauses past its lease and wakes up',
  holdsTo: 'A holder that wakes up after its lease is fenced, and its release frees nobody else.',
  part: '2D',
  points: 1,
  source: 'fencing tokens; beyond 6.5840',
  seeds: 10,
  program: 'lease-lock',
  clients: 3,
  *play(world) {
    const clients = world.random.shuffle(world.leaseClients());
    const [late, next, third] = clients as [LeaseClient, LeaseClient, LeaseClient];
    yield* clocksRunApart(world);
    yield* late.acquire();
    yield* holderWrites(world, late, 'before the pause');
    world.sim.inject({ kind: 'pause', server: late.process });
    yield* wait(LONG_PAUSE_MS);
    yield* next.acquire();
    const heldUs = world.sim.nowUs;
    yield* holderWrites(world, next, 'of the next holder');
    world.sim.inject({ kind: 'resume', server: late.process });
    // Once a later holder has written a guarded key, a write of an earlier one is refused.
    yield* late.write(KEY, 'after the pause');
    judgeLeases(world, 'reliable');
    yield* late.release();
    // A release that gave up another one's hold would let the third in at once.
    let hasThird = false;
    const asks = function* (): Script {
      yield* third.acquire();
      hasThird = true;
    };
    const keeps = function* (): Script {
      yield* wait(LEASE_MS / 8);
      const isWell = world.sim.nowUs - heldUs < (LEASE_MS / 2) * 1_000;
      if (isWell) yield* holderWrites(world, next, 'once more');
      if (world.random.chance(HALF_PER_MILLION)) yield* next.release();
      yield* until(() => hasThird, world.clients.patienceMs);
    };
    yield* together(world.sim, [asks(), keeps()]);
    yield* holderWrites(world, third, 'of the third');
    judgeLeases(world, 'reliable');
    mustHave(world.sim, next.token > late.token, 'nobody took the lock over');
  },
});

export const leases = [leaseHandover, leaseExpires, pausedHolder];
