import { LEASE_MS } from '../kv-world.ts';
import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { together, wait, type Script } from '../../../harness/vocabulary/script.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import type { LeaseClient } from '../clients/lease-client.ts';
import { clocksRunApart } from '../clocks.ts';
import { kvScenario } from '../kv-scenario.ts';
import { judgeLeases } from '../promises/judge-leases.ts';
import { Stage } from './stage.ts';

const ROUNDS = 4;

/**
 * The answer to a release is lost, and another client has the lock before the release is sent again.
 * That must not free the lock a second time: a third client waits for it.
 */
export const lateRelease = kvScenario({
  id: 'late-release',
  title: 'a second copy of a release frees nobody else',
  holdsTo: 'A release that is sent again leaves the hold of another client alone.',
  part: '2D',
  points: 1,
  kind: 'exploration',
  source: 'the definition of ErrMaybe; beyond 6.5840',
  seeds: 5,
  program: 'lease-lock',
  clients: 3,
  *play(world) {
    const stage = new Stage(world);
    const lastSteps = new LastSteps(world.sim, 'late-release');
    yield* clocksRunApart(world);
    for (let round = 0; round < ROUNDS; round++) {
      const [first, second, third] = world.random.shuffle(world.leaseClients()) as [
        LeaseClient,
        LeaseClient,
        LeaseClient,
      ];
      yield* first.acquire();
      stage.steal({ client: first.process, loss: 'reply', keepBack: true });
      const waits = function* (): Script {
        yield* third.acquire();
        yield* third.release();
      };
      const others = function* (): Script {
        yield* lastSteps.play(stage.theft());
        yield* second.acquire();
        stage.letGo();
        const holds = function* (): Script {
          yield* wait(world.random.between(LEASE_MS / 4, LEASE_MS / 2));
          yield* second.release();
        };
        yield* together(world.sim, [waits(), holds()]);
      };
      const release = function* (): Script {
        yield* first.release();
      };
      yield* together(world.sim, [release(), others()]);
      judgeLeases(world, 'reliable');
    }
    mustHave(world.sim, lastSteps.count > 0, 'no answer to a release was lost');
  },
});
