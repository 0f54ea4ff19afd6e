import { violated } from '../../harness/scenario/verdicts.ts';
import type { NamedPromise } from '../../harness/vocabulary/promise.ts';
import { versionedKv } from '../../harness/check/linearizability/models/versioned-kv.ts';
import type { Watch } from '../../harness/scenario/scenario.ts';
import { checkPromises } from '../../harness/scenario/check-promises.ts';
import type { Simulation } from '../../harness/sim/simulation.ts';
import { RandomStream } from '../../harness/vocabulary/random.ts';
import {
  asScript,
  together,
  until,
  type Script,
  type Steps,
} from '../../harness/vocabulary/script.ts';
import { nameOf, numbersOf } from '../../harness/vocabulary/role.ts';
import { VerdictSignal } from '../../harness/vocabulary/verdict.ts';
import { ClerkClient } from '../kv/clerk-client.ts';
import { StoreWatch } from '../kv/store-watch.ts';
import { ClientHistory } from '../../harness/clients/client-history.ts';
import { watchClients } from '../../harness/clients/client-watch.ts';
import type { Client } from '../../harness/clients/client.ts';
import { Clients } from '../../harness/clients/clients.ts';
import { versionOf, type KvClient } from '../kv/kv-client.ts';
import { AdminClient } from './admin-client.ts';
import { AdminWatch } from './admin-watch.ts';
import { SHARDS, shardOf, type Config } from './api.ts';
import type { Change } from './change.ts';
import type { AdminFact } from './fact.ts';
import { groupsOf, type Layout } from './layout.ts';
import { CONTROLLER_PROMISES } from './promises.ts';

/** After the heal every shard must be served this soon: elections, a few configurations, their moves. */
const CONVERGE_MS = 20_000;

/** A sharded store as its users see it: admins, clerks, and machines that can be broken. */
export class ShardWorld {
  readonly sim: Simulation;
  readonly random: RandomStream;
  readonly layout: Layout;
  readonly controllers: readonly number[];
  readonly admins: readonly AdminClient[];
  readonly clerks: readonly KvClient[];
  private readonly clients: Clients;
  /** What clerks did. */
  private readonly history: ClientHistory;
  private readonly changes: AdminWatch;

  constructor(sim: Simulation, seed: number, layout: Layout) {
    this.sim = sim;
    this.random = new RandomStream(seed, 'script');
    this.layout = layout;
    this.clients = new Clients(sim);
    const clerks = numbersOf(sim.processes, 'clerk');
    this.history = new ClientHistory(this.clients, (process) => clerks.includes(process));
    const promises = checkPromises(CONTROLLER_PROMISES, sim);
    const tell = (fact: AdminFact): void => {
      promises(fact);
      this.changes.note(fact);
    };
    this.controllers = numbersOf(sim.processes, 'controller');
    this.admins = numbersOf(sim.processes, 'admin').map(
      (process) => new AdminClient(this.clients, process, tell),
    );
    const ofAdmins = this.admins.map(({ process }) => process);
    this.changes = new AdminWatch(ofAdmins, layout.clerks > 0);
    this.clerks = clerks.map((process) => {
      return new ClerkClient(this.clients, process, this.controllers);
    });
  }

  /** Watches what clerks and admins are asked by somebody else. */
  watch(): Watch {
    const { admins, changes, clerks, clients } = this;
    const store = new StoreWatch(clients, clerks, () => this.demandLinearizable());
    return watchClients<Client>(clients, {
      members: [...admins, ...clerks],
      mayCall: (process, method, args) =>
        store.mayCall(process, method, args) && changes.mayCall(process, method, args),
      read: () => this.readEverything(store),
      judge: store.judge,
    });
  }

  /** Every configuration that there has been, and every key that was asked for. */
  private *readEverything(store: StoreWatch): Script {
    if (this.admins.length > 0) yield* this.audit();
    yield* store.read();
  }

  /** The servers of a group, by their numbers in the run. */
  group(gid: number): number[] {
    return this.sim.processes.flatMap(({ group }, process) =>
      group === `g${gid}` ? [process] : [],
    );
  }

  /** The servers of all groups. */
  get shardServers(): number[] {
    return numbersOf(this.sim.processes, 'server');
  }

  get admin(): AdminClient {
    return one(this.admins, 'admin');
  }

  get clerk(): KvClient {
    return one(this.clerks, 'clerk');
  }

  join(...gids: number[]): Steps<boolean> {
    return this.admin.change(this.joining(...gids));
  }

  leave(...gids: number[]): Steps<boolean> {
    return this.admin.change({ kind: 'leave', gids });
  }

  move(shard: number, gid: number): Steps<boolean> {
    return this.admin.change({ kind: 'move', shard, gid });
  }

  joining(...gids: number[]): Change {
    return { kind: 'join', groups: groupsOf(this.layout, gids) };
  }

  /** The newest configuration, as the first admin gets it. */
  *newest(): Steps<Config> {
    const config = yield* this.admin.query(-1);
    if (config === null) throw new Error('the admin is down');
    return config;
  }

  crash(...servers: readonly number[]): void {
    for (const server of servers) this.sim.inject({ kind: 'crash', server });
  }

  restart(...servers: readonly number[]): void {
    for (const server of servers) this.sim.inject({ kind: 'restart', server });
  }

  /** Plays all of them at once; ends when the last one has. */
  together(...scripts: readonly Steps<unknown>[]): Steps<void> {
    return together(this.sim, scripts.map(asScript));
  }

  /** Ends the run unless clients' histories are linearizable, key by key. */
  demandLinearizable(): void {
    this.history.demandLinearizable(versionedKv);
  }

  /** Ends the run unless `condition` holds: the scenario's own promise was broken. */
  demand(condition: boolean, promise: NamedPromise, ...evidence: string[]): void {
    if (!condition) violated(this.sim, promise, evidence);
  }

  /** Asks for every configuration there has been, so that all promises about them are checked. */
  *audit(): Steps<Config> {
    const newest = yield* this.newest();
    for (let num = 0; num < newest.num; num++) yield* this.admin.query(num);
    return newest;
  }

  /** Ends the chaos; then every shard must be served, and everything ever written be there. */
  *converge(): Steps<void> {
    this.sim.heal();
    yield* this.allServed('after every fault was healed');
  }

  /** A get and a put on a key of every shard, by all clerks together, within the time. */
  *allServed(when: string, withinMs: number = CONVERGE_MS): Steps<void> {
    const missing = new Set(Array.from({ length: SHARDS }, (_, shard) => shard));
    const shards = [...missing];
    const { clerks } = this;
    const probe = function* (clerk: KvClient): Script {
      for (let shard = shards.shift(); shard !== undefined; shard = shards.shift()) {
        yield* touch(clerk, keyOf(shard));
        missing.delete(shard);
      }
    };
    const watch = function* (this: ShardWorld): Script {
      if (yield* until(() => missing.size === 0, withinMs)) return;
      this.stall(
        `shard ${[...missing].join(', ')} to be served by its group: one get and one put on a key of ` +
          `every shard within ${withinMs / 1_000} s ${when}`,
      );
    };
    yield* this.together(...clerks.map(probe), watch.call(this));
  }

  /** Ends the run: what it waits for did not come. */
  stall(waitingFor: string, ...beliefs: string[]): never {
    const { sim, controllers, shardServers } = this;
    const down = [...controllers, ...shardServers]
      .filter((server) => !sim.isUp(server))
      .map((server) => nameOf(sim.processes, server));
    const servers = down.length === 0 ? 'every server is up' : `down: ${down.join(', ')}`;
    throw new VerdictSignal({
      kind: 'stalled',
      waitingFor,
      beliefs: [...beliefs, ...this.clients.waiting, servers],
      atUs: this.sim.nowUs,
    });
  }
}

/** A key of the shard: the same one for the same `number`. */
export function keyOf(shard: number, number = 0): string {
  for (let i = 0, found = 0; ; i++) {
    if (shardOf(`k${i}`) !== shard) continue;
    if (found++ === number) return `k${i}`;
  }
}

/** Reads a key and writes it again, under the version that was read. */
function* touch(clerk: KvClient, key: string): Steps<void> {
  const reply = yield* clerk.get(key);
  if (reply === null) return;
  yield* clerk.put(key, `${clerk.name} was here`, versionOf(reply));
}

function one<T>(list: readonly T[], what: string): T {
  const [first] = list;
  if (first === undefined) throw new Error(`the scenario has no ${what}`);
  return first;
}
