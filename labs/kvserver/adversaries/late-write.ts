import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { together, until, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import type { LeaseClient } from '../clients/lease-client.ts';
import { clocksRunApart } from '../clocks.ts';
import { kvScenario } from '../kv-scenario.ts';
import { LEASE_MS, type KvWorld } from '../kv-world.ts';
import { judgeLeases } from '../promises/judge-leases.ts';
import { Stage } from './stage.ts';

const ROUNDS = 4;
/** Which request of a write is late goes round: a write takes two or three. */
const LATE_REQUESTS_MAX = 3;

/** A request of a write is under way for so long that the lease ends and the next holder writes. */
function* round(
  world: KvWorld,
  stage: Stage,
  [late, next]: readonly [LeaseClient, LeaseClient],
  number: number,
): Steps<boolean> {
  const name = String(number);
  const key = `guarded ${name}`;
  let isOver = false;
  let isLate = false;
  const writes = function* (): Script {
    yield* late.write(key, `late ${name}`);
    isOver = true;
  };
  const takesOver = function* (): Script {
    yield* until(() => isOver || held.hasCome, LEASE_MS);
    isLate = held.hasCome;
    yield* next.acquire();
    yield* next.write(key, `next ${name}`);
    yield* next.read(key);
    stage.letGo();
  };
  yield* late.acquire();
  yield* late.write(key, `first ${name}`);
  const held = stage.slowDown(late.process, number % LATE_REQUESTS_MAX);
  yield* together(world.sim, [writes(), takesOver()]);
  for (const client of [late, next]) yield* client.read(key);
  yield* next.release();
  return isLate;
}

export const lateWrite = kvScenario({
  id: 'late-write',
  title: 'a guarded write comes late',
  holdsTo:
    'Once a later holder has written a guarded key, a write of an earlier one is refused, however late it comes.',
  part: '2D',
  points: 1,
  kind: 'exploration',
  source: 'fencing tokens; beyond 6.5840',
  seeds: 10,
  program: 'lease-lock',
  clients: 2,
  *play(world) {
    const stage = new Stage(world);
    const lastSteps = new LastSteps(world.sim, 'late-write');
    const pair = world.leaseClients() as [LeaseClient, LeaseClient];

    yield* clocksRunApart(world);
    for (let i = 0; i < ROUNDS; i++) {
      const clients = world.random.shuffle(pair) as [LeaseClient, LeaseClient];
      yield* lastSteps.play(round(world, stage, clients, i));
      judgeLeases(world, 'reliable');
    }
    mustHave(world.sim, lastSteps.count > 0, 'no request was late');
  },
});
