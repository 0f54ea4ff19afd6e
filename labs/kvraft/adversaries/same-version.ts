import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { wait } from '../../../harness/vocabulary/script.ts';
import { versionOf } from '../../kv/kv-client.ts';
import { kvRaftScenario } from '../kv-scenario.ts';

const KEY = 'x';
const ROUNDS = 15;

/** Every clerk puts the same version at once, so that servers have all puts before any is committed. */
export const sameVersionScenario = kvRaftScenario({
  id: 'same-version',
  title: 'of puts of the same version one is done',
  holdsTo: 'Of puts of one version one is carried out, decided when they are committed.',
  part: '4B',
  points: 1,
  kind: 'exploration',
  source: '6.5840 Lab 2: TestPutConcurrentReliable, on Lab 4',
  servers: 3,
  seeds: 12,
  *play(world) {
    const { clerks, cluster, sim } = world;
    const lastSteps = new LastSteps(sim, 'same-version');
    for (let round = 1; round <= ROUNDS; round++) {
      // Each clerk looks for itself, and so knows the leader before the race.
      for (const clerk of clerks) yield* clerk.get(KEY);
      const seen = yield* world.clerk(0).get(KEY);
      const version = versionOf(seen);
      // Where all put the same value, that it is there does not tell whose put was done.
      const isSame = cluster.random.chance(500_000);
      const puts = clerks.map((clerk) => {
        const value = `${isSame ? 'any' : clerk.name}, round ${round}`;
        return world.begin(clerk.put(KEY, value, version));
      });
      for (const put of puts) yield* put;
      world.demandLinearizable();
      lastSteps.reach();
      yield* wait(cluster.random.between(0, 20));
    }
    yield* world.converge([KEY]);
  },
});
