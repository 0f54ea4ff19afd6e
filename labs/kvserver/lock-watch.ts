import { watchClients } from '../../harness/clients/client-watch.ts';
import type { Watch } from '../../harness/scenario/scenario.ts';
import { lockOf } from './clients/lock-client.ts';
import type { KvWorld } from './kv-world.ts';

/** Watches the clients of locks: none takes a lock that it has, or gives up one that it has not. */
export function watchLocks(world: KvWorld): Watch {
  const members = world.lockClients();
  return watchClients(world.clients, {
    members,
    mayCall(process, method, args) {
      const client = members.find((each) => each.process === process);
      return client === undefined || client.held.has(lockOf(args)) === (method === 'release');
    },
    // Whoever waits for a lock must get it, so that nobody keeps one.
    *finish(client) {
      for (const name of client.held) yield* client.release(name);
    },
    judge: () => world.demandMutualExclusion(),
  });
}
