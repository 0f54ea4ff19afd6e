import { MODELS } from '../../harness/check/linearizability/models.ts';
import type { Watch } from '../../harness/scenario/scenario.ts';
import type { Simulation } from '../../harness/sim/simulation.ts';
import { RandomStream } from '../../harness/vocabulary/random.ts';
import { numberOf, numbersOf } from '../../harness/vocabulary/role.ts';
import { together, until, wait, type Script, type Steps } from '../../harness/vocabulary/script.ts';
import { ClerkClient } from '../kv/clerk-client.ts';
import { StoreWatch } from '../kv/store-watch.ts';
import { ClientHistory } from '../../harness/clients/client-history.ts';
import { watchClients } from '../../harness/clients/client-watch.ts';
import { Clients } from '../../harness/clients/clients.ts';
import { violated, type NamedPromise } from '../../harness/scenario/verdicts.ts';
import { LeaseClient } from './clients/lease-client.ts';
import { LockClient } from './clients/lock-client.ts';

/** How long a lease lasts: many round trips on the worst network, few in one run. */
export const LEASE_MS = 1_000;

/** Soon enough for the end of the story to show what went wrong. */
const JUDGED_EVERY_MS = 200;

const MUTUAL_EXCLUSION: NamedPromise = {
  promise: 'mutual-exclusion',
  sentence: 'A lock is held by one client at a time.',
};

/** One server and its clients, as a scenario sees them. */
export class KvWorld {
  readonly sim: Simulation;
  readonly seed: number;
  readonly random: RandomStream;
  readonly clients: Clients;
  /** Number of the server's process. */
  readonly server: number;
  readonly history: ClientHistory;
  // A process has one client, which takes down all that it does.
  private ofClerks?: readonly ClerkClient[];
  private ofLocks?: readonly LockClient[];
  private ofLeases?: readonly LeaseClient[];

  constructor(sim: Simulation, seed: number) {
    this.sim = sim;
    this.seed = seed;
    this.random = new RandomStream(seed, 'script');
    this.clients = new Clients(sim);
    this.server = numberOf(sim.processes, 'server');
    this.history = new ClientHistory(this.clients);
  }

  /** Draws of one client, which do not depend on what the others do. */
  randomOf(client: { readonly process: number }): RandomStream {
    return new RandomStream(this.seed, `client ${client.process}`);
  }

  clerks(): readonly ClerkClient[] {
    return (this.ofClerks ??= this.each((process) => new ClerkClient(this.clients, process)));
  }

  lockClients(): readonly LockClient[] {
    return (this.ofLocks ??= this.each((process) => new LockClient(this.clients, process)));
  }

  leaseClients(): readonly LeaseClient[] {
    return (this.ofLeases ??= this.each((process) => new LeaseClient(this.clients, process)));
  }

  /** Watches what clerks are asked by somebody else. */
  watchClerks(): Watch {
    const judge = (): void => this.demandLinearizable();
    return watchClients(this.clients, new StoreWatch(this.clients, this.clerks(), judge));
  }

  /** Ends the run unless the gets and puts so far are linearizable. */
  demandLinearizable(): void {
    this.history.demandLinearizable(MODELS['versioned-kv']);
  }

  /** Ends the run unless no two clients held a lock at once so far. */
  demandMutualExclusion(): void {
    this.history.demandLinearizable(MODELS.lock, MUTUAL_EXCLUSION);
  }

  /** Lets scripts run side by side, and judges what clients saw several times a second meanwhile. */
  *judgedAllAlong(judge: () => void, scripts: readonly Script[]): Steps<void> {
    let isOver = false;
    const work = function* (world: KvWorld): Script {
      yield* together(world.sim, scripts);
      isOver = true;
    };
    const judging = function* (): Script {
      while (!(yield* until(() => isOver, JUDGED_EVERY_MS))) judge();
      judge();
    };
    yield* together(this.sim, [work(this), judging()]);
  }

  demand(condition: boolean, promise: NamedPromise, ...evidence: string[]): void {
    if (!condition) violated(this.sim, promise, evidence);
  }

  /** Waits for a time between two bounds in milliseconds, drawn evenly. */
  *pause(lowMs: number, highMs: number): Steps<void> {
    yield* wait(this.random.between(lowMs, highMs));
  }

  private each<Kind>(client: (process: number) => Kind): readonly Kind[] {
    return numbersOf(this.sim.processes, 'clerk').map(client);
  }
}
