import type { Observer } from '../../harness/sim/simulation.ts';
import { wait, type Steps } from '../../harness/vocabulary/script.ts';
import type { KvServerWorld } from './kv-world.ts';

/** The handout's bound: clocks run up to 10% fast or slow. */
const PACES_PER_MILLION = [-100_000, 0, 100_000] as const;
/** By then two clocks may be 6 s apart: many leases. Nothing happens meanwhile, so it costs nothing. */
const APART_MS = 30_000;
const CHANGING_PER_MILLION = 500_000;

/**
 * Lets the clocks of the clients run apart, and returns them time to. At least one is slow and one is fast.
 * In every other run the paces change with every hold, so that a holder's clock is not always the slow one.
 */
export function* clocksRunApart(world: KvServerWorld): Steps<void> {
  const clocks = new Clocks(world);
  clocks.change();
  yield* wait(APART_MS);
  if (world.random.chance(CHANGING_PER_MILLION)) world.sim.observe(clocks);
}

class Clocks implements Observer {
  private readonly world: KvServerWorld;

  constructor(world: KvServerWorld) {
    this.world = world;
  }

  returned(_process: number, method: string): void {
    if (method === 'acquire') this.change();
  }

  change(): void {
    const { sim, random } = this.world;
    const paces = random.shuffle([...PACES_PER_MILLION]);
    // Of two clients one is slow and one fast.
    const clients = this.world.leaseClients();
    const used = clients.length < paces.length ? paces.filter((pace) => pace !== 0) : paces;
    for (const [i, { process }] of clients.entries()) {
      const partsPerMillion = used[i % used.length] ?? 0;
      sim.inject({ kind: 'drift', server: process, partsPerMillion });
    }
  }
}
