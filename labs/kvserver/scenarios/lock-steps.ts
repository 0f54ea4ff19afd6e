import type { Operation } from '../../../harness/check/history/operation.ts';
import { wait, type Script } from '../../../harness/vocabulary/script.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import type { LockClient } from '../clients/lock-client.ts';
import type { KvWorld } from '../kv-world.ts';

/** How long clients take turns, as in 6.5840. */
const WORK_MS = 2_000;
/** Long enough for another client to come in between, if the lock let it. */
const HOLD_MS = [0, 10] as const;

/** Every client takes and gives up one lock again and again; never do two hold it. */
export function* takeTurns(world: KvWorld): Script {
  const untilUs = world.sim.nowUs + WORK_MS * 1_000;
  const clients = world.lockClients();
  const work = clients.map((client) => holdAgainAndAgain(world, client, untilUs));
  yield* world.judgedAllAlong(() => world.demandMutualExclusion(), work);
  world.demandMutualExclusion();
  mustHave(
    world.sim,
    clients.length === 1 || hadToWait(world.history.operations),
    'no client had to wait',
  );
}

/** Whether some client asked for the lock while another held it. */
function hadToWait(history: readonly Operation[]): boolean {
  const acquires = history.filter(({ op }) => op === 'acquire');
  const releases = history.filter(({ op }) => op === 'release');
  return releases.some((release) =>
    acquires.some(
      ({ callTime, returnTime }) =>
        callTime < release.callTime && (returnTime ?? Infinity) > release.callTime,
    ),
  );
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
