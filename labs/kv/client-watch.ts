import type { Json } from '../../harness/check/history/operation.ts';
import type { Watch } from '../../harness/scenario/scenario.ts';
import type { Observer } from '../../harness/sim/simulation.ts';
import { until, type Script, type Steps } from '../../harness/vocabulary/script.ts';
import type { Clients } from '../clients.ts';
import type { KvClient } from './kv-client.ts';
import { readAll } from './kv-load.ts';
import { fieldsOf, isCount } from '../shape-error.ts';

/** Judges what the clients of a store do in a recorded run. */
export class ClientWatch implements Watch, Observer {
  private readonly clients: Clients;
  private readonly members: readonly KvClient[];
  /** By key, the highest version that a client was told of. */
  private readonly versions = new Map<string, number>();
  readonly judge: () => void;

  constructor(clients: Clients, members: readonly KvClient[], judge: () => void) {
    this.clients = clients;
    this.members = members;
    this.judge = judge;
    clients.sim.observe(this);
  }

  returned(
    process: number,
    method: string,
    [key, , before]: readonly unknown[],
    value: string,
  ): void {
    if (!this.members.some((each) => each.process === process) || typeof key !== 'string') return;
    const { err, version } = fieldsOf(JSON.parse(value));
    if (err !== 'OK') return;
    const told = method === 'put' && isCount(before) ? before + 1 : version;
    if (isCount(told) && told > this.versionOf(key)) this.versions.set(key, told);
  }

  /**
   * A client makes one call at a time. It puts only under a version that somebody was told of, unless no
   * message can have a copy on its way: refused for a version that is still to come, a put could take
   * effect by its copy later on, and no clerk owes that it does not.
   */
  mayCall(process: number, method: string, [key, , version]: readonly Json[]): boolean {
    if (this.members.some((each) => each.process === process && each.isBusy)) return false;
    if (method !== 'put' || typeof key !== 'string' || !isCount(version)) return true;
    return version <= this.versionOf(key) || this.isCalm();
  }

  private versionOf(key: string): number {
    return this.versions.get(key) ?? 0;
  }

  private isCalm(): boolean {
    const { calls, network } = this.clients.sim;
    const { lossPerMillion, duplicationPerMillion } = network.preset;
    return lossPerMillion + duplicationPerMillion + calls.dropped + calls.held === 0;
  }

  /** Ends the chaos; then every operation must return, and every key that was asked for be readable. */
  *converge(): Script {
    const { clients, members } = this;
    clients.sim.heal();
    yield* this.allReturn();
    const keys = new Set(clients.history.map(({ input }) => keyOf(input)));
    const [reader] = members;
    if (reader !== undefined)
      yield* readAll(
        reader,
        [...keys].filter((key) => key !== null),
      );
  }

  private *allReturn(): Steps<void> {
    const busy = (): KvClient | undefined => this.members.find(({ isBusy }) => isBusy);
    yield* until(() => busy() === undefined, this.clients.patienceMs);
    busy()?.stall();
  }
}

function keyOf(input: Json): string | null {
  const key = typeof input === 'object' && input !== null && 'key' in input ? input['key'] : null;
  return typeof key === 'string' ? key : null;
}
