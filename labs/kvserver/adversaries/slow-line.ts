import type { Observer } from '../../../harness/sim/simulation.ts';
import { SERVER, type KvWorld } from '../kv-world.ts';

/** Keeps back what one client sends to the server, from its n-th request on. */
export class SlowLine implements Observer {
  private readonly world: KvWorld;
  private client = -1;
  private toPass = 0;
  /** Requests kept back. */
  kept = 0;

  constructor(world: KvWorld) {
    this.world = world;
    world.sim.observe(this);
  }

  keepBack(client: number, toPass = 0): void {
    Object.assign(this, { client, toPass, kept: 0 });
  }

  /** Sends on what was kept back, and keeps nothing back any more. */
  open(): void {
    this.client = -1;
    this.world.sim.calls.release();
  }

  holds(from: number, to: number): boolean {
    if (from !== this.client || to !== SERVER) return false;
    if (this.toPass-- > 0) return false;
    this.kept++;
    return true;
  }
}
