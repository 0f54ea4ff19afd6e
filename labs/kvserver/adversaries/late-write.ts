import { together, until, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { mustHave } from '../../verdicts.ts';
import type { LeaseClient } from '../clients/lease-client.ts';
import { clocksRunApart } from '../clocks.ts';
import { kvScenario, LEASE_MS } from '../kv-scenario.ts';
import type { KvWorld } from '../kv-world.ts';
import { judgeLeases } from '../promises/judge-leases.ts';
import { SlowLine } from './slow-line.ts';

const ROUNDS = 4;
/** Which request of a write is late goes round: a write takes two or three. */
const LATE_REQUESTS_MAX = 3;

/** A request of a write is under way for so long that the lease ends and the next holder writes. */
function* round(
  world: KvWorld,
  line: SlowLine,
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
    yield* until(() => isOver || line.kept > 0, LEASE_MS);
    isLate = line.kept > 0;
    yield* next.acquire();
    yield* next.write(key, `next ${name}`);
    yield* next.read(key);
    line.open();
  };
  yield* late.acquire();
  yield* late.write(key, `first ${name}`);
  line.keepBack(late.process, number % LATE_REQUESTS_MAX);
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
    const line = new SlowLine(world);
    const pair = world.leaseClients() as [LeaseClient, LeaseClient];
    let late = 0;
    yield* clocksRunApart(world);
    for (let i = 0; i < ROUNDS; i++) {
      const clients = world.random.shuffle(pair) as [LeaseClient, LeaseClient];
      if (yield* round(world, line, clients, i)) late++;
      judgeLeases(world, 'reliable');
    }
    mustHave(world.sim, late > 0, 'no request was late');
    world.sim.reached.set('late-write', late);
  },
});
