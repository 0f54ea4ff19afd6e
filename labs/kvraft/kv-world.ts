import { MODELS } from '../../harness/check/linearizability/models.ts';
import type { Watch } from '../../harness/scenario/scenario.ts';
import type { Simulation } from '../../harness/sim/simulation.ts';
import { RandomStream } from '../../harness/vocabulary/random.ts';
import { numbersOf } from '../../harness/vocabulary/role.ts';
import { together, until, type Script, type Steps } from '../../harness/vocabulary/script.ts';
import { ClerkClient } from '../kv/clerk-client.ts';
import { StoreWatch } from '../kv/store-watch.ts';
import { ClientHistory } from '../../harness/clients/client-history.ts';
import { watchClients } from '../../harness/clients/client-watch.ts';
import { Clients } from '../../harness/clients/clients.ts';
import type { KvClient } from '../kv/kv-client.ts';
import { readAll } from '../kv/kv-load.ts';
import { overrun } from '../../harness/scenario/verdicts.ts';
import { Cluster } from './cluster.ts';

/** 6.5840's bound on Raft's state: what came while a snapshot was due, several times over. */
const STATE_FACTOR = 8;
/** Several heartbeats, in which a leader brings every log in line with its own. */
const TIDY_UP_MS = 1_000;
/** An operation without an answer for so long is stalled: longer than any fault here lasts, twice over. */
const PATIENCE_MS = 15_000;

/** The service, its clerks, and the history of all that they did. */
export class KvWorld {
  readonly sim: Simulation;
  readonly cluster: Cluster;
  readonly clerks: readonly KvClient[];
  readonly maxStateBytes: number | null;
  private readonly seed: number;
  private readonly clients: Clients;
  private readonly history: ClientHistory;

  constructor(sim: Simulation, seed: number, maxStateBytes: number | null) {
    this.sim = sim;
    this.seed = seed;
    this.maxStateBytes = maxStateBytes;
    this.cluster = new Cluster(sim, seed);
    this.clients = new Clients(sim, PATIENCE_MS);
    this.history = new ClientHistory(this.clients);
    this.clerks = numbersOf(sim.processes, 'clerk').map(
      (process) => new ClerkClient(this.clients, process),
    );
  }

  clerk(number: number): KvClient {
    const clerk = this.clerks[number];
    if (clerk === undefined) throw new Error(`there is no clerk ${number}`);
    return clerk;
  }

  /** Draws of one clerk, which do not depend on what the others do. */
  randomOf({ process }: KvClient): RandomStream {
    return new RandomStream(this.seed, `clerk ${process}`);
  }

  together(scripts: readonly Script[]): Steps<void> {
    return together(this.sim, scripts);
  }

  /** Begins an operation now; the steps that it gives wait for its end. */
  begin<T>(operation: Steps<T>): Steps<T> {
    const first = operation.next();
    return (function* () {
      if (first.done === true) return first.value;
      yield first.value;
      return yield* operation;
    })();
  }

  /** Ends the chaos; then every key must be readable, and all that was done be linearizable. */
  *converge(keys: readonly string[]): Steps<void> {
    this.sim.heal();
    yield* this.judge(keys);
    yield* this.demandSmallDisks();
  }

  /** Reads every key through some clerk; then all that was done so far must be linearizable. */
  *judge(keys: readonly string[]): Steps<void> {
    const { clerks } = this;
    const shareOf = (number: number): string[] =>
      keys.filter((_, i) => i % clerks.length === number);
    yield* this.together(clerks.map((clerk, number) => readAll(clerk, shareOf(number))));
    this.demandLinearizable();
  }

  /** Watches what the clerks are asked by somebody else. */
  watch(): Watch {
    const { clients, clerks } = this;
    return watchClients(clients, new StoreWatch(clients, clerks, () => this.demandLinearizable()));
  }

  demandLinearizable(): void {
    this.history.demandLinearizable(MODELS['versioned-kv']);
  }

  /**
   * Ends the run unless Raft's saved state is small, and there are snapshots only if there may be. A
   * server that has just come back may first have to drop what it took in vain.
   */
  *demandSmallDisks(): Steps<void> {
    const { maxStateBytes, sim } = this;
    for (const server of this.cluster.all) {
      if (maxStateBytes === null) {
        if (sim.disk(server).snapshotBytes === 0) continue;
        overrun(sim, `server ${server} saved a snapshot, although maxStateBytes is null`);
      }
      const limit = STATE_FACTOR * maxStateBytes;
      if (yield* until(() => sim.disk(server).stateBytes <= limit, TIDY_UP_MS)) continue;
      overrun(
        sim,
        `server ${server} keeps ${sim.disk(server).stateBytes} bytes of Raft state, and may keep ` +
          `${limit}: when it reaches ${maxStateBytes}, a snapshot is due`,
      );
    }
  }
}
