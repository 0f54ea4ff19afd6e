import { watchClients } from '../../harness/clients/client-watch.ts';
import type { Watch } from '../../harness/scenario/scenario.ts';
import type { Observer } from '../../harness/sim/observer.ts';
import type { Fault } from '../../harness/faults/fault.ts';
import { HoldWatch } from './hold-watch.ts';
import type { KvServerWorld } from './kv-world.ts';
import { judgeLeases } from './promises/judge-leases.ts';

const KEY = 'guarded';

/** Watches the clients of lease locks: only who has acquired, and not released since, writes or releases. */
export function watchLeases(world: KvServerWorld): Watch {
  const { sim, clients } = world;
  const members = world.leaseClients();
  const delays = new Delays(world);
  sim.observe(delays);
  sim.observe(new HoldWatch(world));
  return watchClients(clients, {
    members,
    mayCall(process, method) {
      const client = members.find((each) => each.process === process);
      return client?.isHolder !== false || method === 'acquire' || method === 'read';
    },
    *finish(client) {
      if (client.isHolder) yield* client.release();
    },
    *read() {
      for (const client of members) {
        yield* client.acquire();
        yield* client.write(KEY, `${client.name} at last`);
        yield* client.read(KEY);
        yield* client.release();
      }
    },
    judge: () => judgeLeases(world, delays.are ? 'unreliable' : 'reliable'),
  });
}

/** Whether a client may have heard late that it got the lock, by which nothing can be said of its lease. */
class Delays implements Observer {
  private readonly world: KvServerWorld;
  private hasPaused = false;

  constructor(world: KvServerWorld) {
    this.world = world;
  }

  get are(): boolean {
    const { calls, network } = this.world.sim;
    const { lossPerMillion } = network.preset;
    return this.hasPaused || lossPerMillion + calls.dropped + calls.everHeld > 0;
  }

  struck(fault: Fault): void {
    if (fault.kind !== 'pause') return;
    const paused = this.world.leaseClients().find(({ process }) => process === fault.server);
    if (paused?.isBusy === true) this.hasPaused = true;
  }
}
