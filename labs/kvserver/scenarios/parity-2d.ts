import type { Script } from '../../../harness/vocabulary/script.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import { kvScenario } from '../kv-scenario.ts';
import type { KvWorld } from '../kv-world.ts';
import { takeTurns } from './lock-steps.ts';

const lockOneClientUnreliable = kvScenario({
  id: 'lock-one-client-unreliable',
  title: 'one client, one lock, a lossy network',
  holdsTo: 'A client whose put ends in ErrMaybe does not wait for itself.',
  part: '2D',
  points: 0,
  source: 'TestOneClientUnreliable (2025)',
  network: 'unreliable',
  program: 'lock',
  clients: 1,
  play: takeTurnsThoughMessagesAreLost,
});

const lockManyClientsUnreliable = kvScenario({
  id: 'lock-many-clients-unreliable',
  title: 'ten clients take turns, lossy network',
  holdsTo: 'A lock is held by one client at a time on a lossy network too.',
  part: '2D',
  points: 1,
  source: 'TestManyClientsUnreliable (2025)',
  network: 'unreliable',
  program: 'lock',
  clients: 10,
  play: takeTurnsThoughMessagesAreLost,
});

function* takeTurnsThoughMessagesAreLost(world: KvWorld): Script {
  yield* takeTurns(world);
  mustHave(world.sim, world.sim.calls.dropped > 0, 'no message was dropped');
}

export const parity2D = [lockOneClientUnreliable, lockManyClientsUnreliable];
