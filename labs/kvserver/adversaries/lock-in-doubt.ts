import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { together, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import type { LockClient } from '../clients/lock-client.ts';
import { kvScenario } from '../kv-scenario.ts';
import type { KvWorld } from '../kv-world.ts';
import { Stage, type Loss } from './stage.ts';

const ROUNDS = 12;
/** Long enough for the other client to come in, if the lock let it. */
const HOLD_MS = 400;
const LOCK = 'l';

/** The put of an acquire loses a message, and another client asks for the lock before it is sent again. */
function* acquireInDoubt(
  world: KvWorld,
  stage: Stage,
  [client, rival]: readonly [LockClient, LockClient],
  loss: Loss,
): Steps<boolean> {
  let isLost = false;
  const inDoubt = function* (): Script {
    yield* client.acquire(LOCK);
    yield* wait(HOLD_MS);
    yield* client.release(LOCK);
  };
  const quick = function* (): Script {
    isLost = yield* stage.theft();
    // Where the reply was lost, the lock may be taken: then the rival has to wait for the other one.
    if (loss === 'reply') stage.letGo();
    yield* rival.acquire(LOCK);
    stage.letGo();
    yield* wait(HOLD_MS);
    yield* rival.release(LOCK);
  };
  stage.steal({ client: client.process, loss, keepBack: true });
  yield* together(world.sim, [inDoubt(), quick()]);
  return isLost;
}

/** The put of a release loses a message: the lock must become free all the same, for the next one alone. */
function* releaseInDoubt(
  world: KvWorld,
  stage: Stage,
  [client, rival]: readonly [LockClient, LockClient],
  loss: Loss,
): Steps<boolean> {
  let isLost = false;
  yield* client.acquire(LOCK);
  const inDoubt = function* (): Script {
    yield* client.release(LOCK);
    yield* client.acquire(LOCK);
    yield* wait(HOLD_MS);
    yield* client.release(LOCK);
  };
  const next = function* (): Script {
    isLost = yield* stage.theft();
    if (loss === 'request') stage.letGo();
    yield* rival.acquire(LOCK);
    stage.letGo();
    yield* wait(HOLD_MS);
    yield* rival.release(LOCK);
  };
  stage.steal({ client: client.process, loss, keepBack: true });
  yield* together(world.sim, [inDoubt(), next()]);
  return isLost;
}

export const lockInDoubt = kvScenario({
  id: 'lock-in-doubt',
  title: 'a lock whose put ends in ErrMaybe',
  holdsTo:
    'After ErrMaybe the key tells whose hold it is, and a release in doubt frees only its own.',
  part: '2D',
  points: 1,
  kind: 'exploration',
  source: 'the definition of ErrMaybe',
  seeds: 10,
  program: 'lock',
  clients: 2,
  *play(world) {
    const stage = new Stage(world);
    const lastSteps = new LastSteps(world.sim, 'lock-in-doubt');
    const pair = world.lockClients() as [LockClient, LockClient];
    for (let i = 0; i < ROUNDS; i++) {
      const clients = world.random.shuffle(pair) as [LockClient, LockClient];
      const loss = world.random.pick<Loss>(['request', 'reply']);
      const round = world.random.pick([acquireInDoubt, releaseInDoubt]);
      yield* lastSteps.play(round(world, stage, clients, loss));
      world.demandMutualExclusion();
    }
    mustHave(world.sim, lastSteps.count > 0, 'no message of a put was lost');
  },
});
