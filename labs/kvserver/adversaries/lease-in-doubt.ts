import { LastSteps } from '../../../harness/adversary/rounds.ts';
import {
  together,
  until,
  wait,
  type Script,
  type Steps,
} from '../../../harness/vocabulary/script.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import type { GuardedResult } from '../api.ts';
import type { LeaseClient } from '../clients/lease-client.ts';
import { clocksRunApart } from '../clocks.ts';
import { kvServerScenario } from '../kv-scenario.ts';
import { LEASE_MS, type KvServerWorld } from '../kv-world.ts';
import { HOLDER_WRITES } from '../promises/holds.ts';
import { judgeLeases } from '../promises/judge-leases.ts';
import { LossStage, type Loss } from './stage.ts';

interface Cast {
  readonly world: KvServerWorld;
  readonly stage: LossStage;
  readonly client: LeaseClient;
  readonly rival: LeaseClient;
  readonly loss: Loss;
  /** A key that only this round writes. */
  readonly key: string;
}

/** The put of an acquire loses a message, and another client asks for the lock before it is sent again. */
function* acquireInDoubt({ world, stage, client, rival, loss, key }: Cast): Steps<boolean> {
  let isLost = false;
  const inDoubt = function* (): Script {
    yield* client.acquire();
    yield* client.write(key, `${client.name} in ${key}`);
    yield* wait(LEASE_MS / 4);
    yield* client.release();
  };
  const quick = function* (): Script {
    isLost = yield* stage.theft();
    if (loss === 'reply') stage.letGo();
    yield* rival.acquire();
    stage.letGo();
    yield* rival.write(key, `${rival.name} in ${key}`);
    yield* wait(LEASE_MS / 4);
    yield* rival.release();
  };
  stage.steal({ client: client.process, loss, keepBack: true });
  yield* together(world.sim, [inDoubt(), quick()]);
  for (const each of [client, rival]) yield* each.read(key);
  return isLost;
}

/**
 * A guarded write of the holder loses a message, and an earlier holder, whose lease is long over but
 * whom nothing fences yet, writes before it is sent again. The holder must notice.
 */
function* writeInDoubt({ world, stage, client, rival, loss, key }: Cast): Steps<boolean> {
  let isLost = false;
  yield* rival.acquire();
  yield* client.acquire();
  const inDoubt = function* (): Script {
    yield* client.write(key, `${client.name} in ${key}`);
    yield* client.read(key);
  };
  const late = function* (): Script {
    isLost = yield* stage.theft();
    yield* rival.write(key, `${rival.name}, late, in ${key}`);
    stage.letGo();
  };
  stage.steal({ client: client.process, loss, keepBack: true });
  yield* together(world.sim, [inDoubt(), late()]);
  for (const each of [client, rival]) yield* each.read(key);
  yield* client.release();
  return isLost;
}

/**
 * Nothing is lost, but the put of a holder's write is late: an earlier holder, whose lease is long over
 * but whom nothing fences yet, writes first. The holder's own write must get through all the same.
 */
function* writeOvertaken({ world, stage, client, rival, key }: Cast): Steps<boolean> {
  const { sim } = world;
  let isOver = false;
  let isLate = false;
  let err: GuardedResult['err'] | null = null;
  yield* rival.acquire();
  yield* client.acquire();
  const sinceUs = sim.nowUs;
  const writes = function* (): Script {
    err = yield* client.write(key, `${client.name} in ${key}`);
    isOver = true;
  };
  const overtakes = function* (): Script {
    yield* until(() => isOver || held.hasCome, LEASE_MS / 4);
    isLate = held.hasCome;
    yield* rival.write(key, `${rival.name}, late, in ${key}`);
    stage.letGo();
  };
  const held = stage.slowDown(client.process, 1);
  yield* together(sim, [writes(), overtakes()]);
  demandWritten(world, client, { key, sinceUs, err });
  for (const each of [client, rival]) yield* each.read(key);
  yield* client.release();
  return isLate;
}

/** A guarded write of the holder, whom nobody rivals, loses a message. */
function* holderInDoubt({ world, stage, client, loss, key }: Cast): Steps<boolean> {
  const { sim } = world;
  yield* client.acquire();
  const sinceUs = sim.nowUs;
  stage.steal({ client: client.process, loss, keepBack: false });
  const err = yield* client.write(key, `${client.name} in ${key}`);
  demandWritten(world, client, { key, sinceUs, err });
  yield* client.read(key);
  yield* client.release();
  return true;
}

interface Written {
  readonly key: string;
  /** When the client got the lease. */
  readonly sinceUs: number;
  readonly err: GuardedResult['err'] | null;
}

function demandWritten(
  world: KvServerWorld,
  { name }: LeaseClient,
  { key, sinceUs, err }: Written,
): void {
  const tookMs = (world.sim.nowUs - sinceUs) / 1_000;
  const evidence = `${name} got the lease at ${seconds(sinceUs)} and wrote "${key}" ${tookMs} ms later: ${String(err)}`;
  world.demand(err !== 'ErrFenced' || tookMs > LEASE_MS / 2, HOLDER_WRITES, evidence);
}

export const leaseInDoubt = kvServerScenario({
  id: 'lease-in-doubt',
  title: 'a lease lock whose put ends in ErrMaybe',
  holdsTo:
    'After ErrMaybe a lease lock knows whether it holds, and a guarded write whether it was written.',
  part: '2D',
  points: 1,
  kind: 'exploration',
  source: 'the definition of ErrMaybe; beyond 6.5840',
  seeds: 10,
  program: 'lease-lock',
  clients: 2,
  *play(world) {
    const stage = new LossStage(world);
    const lastSteps = new LastSteps(world.sim, 'lease-in-doubt');
    const rounds = [acquireInDoubt, writeInDoubt, writeOvertaken, holderInDoubt];
    const kinds = rounds.flatMap((round) =>
      (['request', 'reply'] as const).map((loss) => ({ round, loss })),
    );
    yield* clocksRunApart(world);
    for (const [i, { round, loss }] of world.random.shuffle([...kinds, ...kinds]).entries()) {
      const [client, rival] = world.random.shuffle(world.leaseClients()) as [
        LeaseClient,
        LeaseClient,
      ];
      yield* lastSteps.play(round({ world, stage, client, rival, loss, key: `round ${i}` }));
      // A client in doubt hears late that it has the lock, so that this says nothing of its lease.
      judgeLeases(world, 'unreliable');
    }
    mustHave(world.sim, lastSteps.count > 0, 'no message of a put was lost');
  },
});
