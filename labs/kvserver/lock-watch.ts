import type { Json } from '../../harness/check/history/operation.ts';
import type { Watch } from '../../harness/scenario/scenario.ts';
import { together, until, type Script } from '../../harness/vocabulary/script.ts';
import { lockOf, type LockClient } from './clients/lock-client.ts';
import type { KvWorld } from './kv-world.ts';

/** Judges what the clients of locks do in a recorded run. */
export class LockWatch implements Watch {
  private readonly world: KvWorld;

  constructor(world: KvWorld) {
    this.world = world;
  }

  /** A client makes one call at a time, takes no lock that it has, and gives up none that it has not. */
  mayCall(process: number, method: string, args: readonly Json[]): boolean {
    const client = this.world.lockClients().find((each) => each.process === process);
    if (client === undefined) return true;
    return !client.isBusy && client.held.has(lockOf(args)) === (method === 'release');
  }

  /** Ends the chaos; then whoever has a lock gives it up, and everyone who waits must get it. */
  *converge(): Script {
    const { world } = this;
    world.sim.heal();
    yield* together(
      world.sim,
      world.lockClients().map((client) => givesUp(client)),
    );
  }

  judge(): void {
    this.world.demandMutualExclusion();
  }
}

function* givesUp(client: LockClient): Script {
  if (!(yield* until(() => !client.isBusy, client.clients.patienceMs))) client.stall();
  for (const name of client.held) yield* client.release(name);
}
