import type { Json } from '../../harness/check/history/operation.ts';
import type { CallFact } from '../../harness/clients/client-call.ts';
import type { ClientDemands } from '../../harness/clients/client-watch.ts';
import type { Clients } from '../../harness/clients/clients.ts';
import { fieldsOf, isCount } from '../../harness/clients/shape-error.ts';
import type { Script } from '../../harness/vocabulary/script.ts';
import type { KvClient } from './kv-client.ts';
import { readAll } from './kv-load.ts';

/** What a store of versions demands of its clients in a recorded run. */
export class StoreWatch implements ClientDemands<KvClient> {
  readonly members: readonly KvClient[];
  readonly judge: () => void;
  private readonly clients: Clients;
  /** By each key that was asked for, the highest version that a client was told of. */
  private readonly versions = new Map<string, number>();

  constructor(clients: Clients, members: readonly KvClient[], judge: () => void) {
    this.clients = clients;
    this.members = members;
    this.judge = judge;
    clients.listen((fact) => this.note(fact));
  }

  /**
   * A client puts only under a version that somebody was told of, unless no message can have a copy on
   * its way: refused for a version that is still to come, a put could take effect by its copy later on,
   * and no clerk owes that it does not.
   */
  mayCall(_process: number, method: string, [key, , version]: readonly Json[]): boolean {
    if (method !== 'put' || typeof key !== 'string' || !isCount(version)) return true;
    return version <= this.versionOf(key) || this.isCalm();
  }

  /** Every key that was asked for must be readable. */
  *read(): Script {
    const [reader] = this.members;
    if (reader !== undefined) yield* readAll(reader, [...this.versions.keys()]);
  }

  private note(fact: CallFact): void {
    const { process, method, args } = fact.call;
    const [key, , before] = args;
    if (!this.members.some((each) => each.process === process) || typeof key !== 'string') return;
    const version = fact.kind === 'returned' ? versionIn(fact.answer, method, before) : 0;
    this.versions.set(key, Math.max(this.versionOf(key), version));
  }

  private versionOf(key: string): number {
    return this.versions.get(key) ?? 0;
  }

  private isCalm(): boolean {
    const { calls, network } = this.clients.sim;
    const { lossPerMillion, duplicationPerMillion } = network.preset;
    return lossPerMillion + duplicationPerMillion + calls.dropped + calls.held === 0;
  }
}

/** The version that an answer tells of; 0 when it tells of none. */
function versionIn(answer: unknown, method: string, before: Json | undefined): number {
  if (method === 'put') return answer === 'OK' && isCount(before) ? before + 1 : 0;
  const { version } = fieldsOf(answer);
  return isCount(version) ? version : 0;
}
