import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { together, until, type Script } from '../../../harness/vocabulary/script.ts';
import type { ClerkClient } from '../../kv/clerk-client.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import type { NamedPromise } from '../../../harness/vocabulary/promise.ts';
import { kvServerScenario } from '../kv-scenario.ts';
import type { KvServerWorld } from '../kv-world.ts';

/** A clerk that gives up after ten sends, or after a second, has done so by then. */
const CUT_MS = 5_000;
const ROUNDS = 3;

const ASKS_UNTIL_ANSWERED: NamedPromise = {
  id: 'asks-until-answered',
  sentence: 'A clerk that gets no answer sends again until it does: it never makes one up.',
};

/** While the client is cut off nothing can reach it, so that no operation of its may return. */
function* mustWait(
  world: KvServerWorld,
  clerk: ClerkClient,
  words: string,
  operation: Script,
): Script {
  let hasReturned = false;
  const operates = function* (): Script {
    yield* operation;
    hasReturned = true;
  };
  const cut = function* (): Script {
    yield* until(() => hasReturned, CUT_MS);
    const evidence = `${clerk.name}'s ${words} returned while ${clerk.name} was cut off`;
    world.demand(!hasReturned, ASKS_UNTIL_ANSWERED, evidence);
    world.sim.inject({ kind: 'connect', server: clerk.process });
  };
  world.sim.inject({ kind: 'disconnect', server: clerk.process });
  yield* together(world.sim, [operates(), cut()]);
}

export const cutOff = kvServerScenario({
  id: 'cut-off',
  title: 'a client is cut off for seconds',
  holdsTo: 'A clerk that gets no answer sends again until it does: it never makes one up.',
  part: '2C',
  points: 1,
  kind: 'exploration',
  source: 'a clerk sends until it is answered',
  seeds: 5,
  program: 'clerk',
  clients: 1,
  *play(world) {
    const [clerk] = world.clerks() as [ClerkClient];
    const put = function* (version: number): Script {
      yield* clerk.put('k', `round ${version}`, version);
    };
    const get = function* (): Script {
      yield* clerk.get('k');
    };
    const lastSteps = new LastSteps(world.sim, 'cut-off');
    for (let version = 0; version < ROUNDS; version++) {
      yield* mustWait(world, clerk, 'put', put(version));
      yield* mustWait(world, clerk, 'get', get());
      world.demandLinearizable();
      lastSteps.reach();
    }
    mustHave(world.sim, world.sim.calls.dropped > 0, 'no message was dropped');
  },
});
