import { together, wait, type Script } from '../../../harness/scenario/script.ts';
import { mustHave } from '../../verdicts.ts';
import type { KvWorld } from '../kv-world.ts';
import type { LockClient } from '../lock-client.ts';

/** How long clients take turns, as in 6.5840. */
const WORK_MS = 2_000;
/** Long enough for another client to come in between, if the lock let it. */
const HOLD_MS = [0, 10] as const;

/** Every client takes and gives up one lock again and again; never do two hold it. */
export function* takeTurns(world: KvWorld): Script {
  const untilUs = world.sim.nowUs + WORK_MS * 1_000;
  const clients = world.lockClients();
  yield* together(
    world.sim,
    clients.map((client) => holdAgainAndAgain(world, client, untilUs)),
  );
  world.demandMutualExclusion();
  const held = world.clients.history.filter(({ op, end }) => op === 'acquire' && end === 'ok');
  mustHave(held.length > clients.length, 'the lock was not held often enough to tell anything');
}

function* holdAgainAndAgain(world: KvWorld, client: LockClient, untilUs: number): Script {
  const random = world.randomOf(client);
  while (world.sim.nowUs < untilUs) {
    yield* client.acquire('l');
    yield* wait(random.between(...HOLD_MS));
    yield* client.release('l');
    yield* wait(random.between(0, 2));
  }
}
