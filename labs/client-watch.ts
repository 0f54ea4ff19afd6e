import type { Json } from '../harness/check/history/operation.ts';
import type { Watch } from '../harness/scenario/scenario.ts';
import { until, type Script, type Steps } from '../harness/scenario/script.ts';
import type { Clients } from './clients.ts';
import type { KvClient } from './kv-client.ts';
import { readAll } from './kv-load.ts';

/** Judges what the clients of a store do in a recorded run. */
export class ClientWatch implements Watch {
  private readonly clients: Clients;
  private readonly members: readonly KvClient[];
  readonly judge: () => void;

  constructor(clients: Clients, members: readonly KvClient[], judge: () => void) {
    this.clients = clients;
    this.members = members;
    this.judge = judge;
  }

  mayCall(process: number): boolean {
    return !this.members.some((each) => each.process === process && each.isBusy);
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
