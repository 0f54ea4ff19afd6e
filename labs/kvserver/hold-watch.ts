import type { CallFact } from '../../harness/clients/client-call.ts';
import type { Fault } from '../../harness/faults/fault.ts';
import type { Observer } from '../../harness/sim/observer.ts';
import { fieldsOf } from '../../harness/clients/shape-error.ts';
import { seconds } from '../../harness/vocabulary/time.ts';
import { LEASE_MS, type KvServerWorld } from './kv-world.ts';
import { HOLDER_WRITES, RELEASE_FREES } from './promises/holds.ts';

/** The newest hold, as far as clients know of it. */
interface Hold {
  readonly client: string;
  readonly token: unknown;
  readonly sinceUs: number;
  /** Nothing delayed the answer, so that the lease has hardly begun. */
  readonly isFresh: boolean;
  /** What it wrote, by key. */
  readonly written: Map<string, string>;
}

/** An acquire that is in flight. */
interface Asking {
  readonly disturbances: number;
  /** Whether the lock was free when it was called, and nobody else has asked for it since. */
  isAlone: boolean;
}

/**
 * Judges what scripts demand of a holder and of a release while a recording is played, where nobody knows
 * what the script was about to ask.
 */
export class HoldWatch implements Observer {
  private readonly world: KvServerWorld;
  private hold: Hold | null = null;
  private isFree = false;
  private readonly asking = new Map<number, Asking>();
  private faults = 0;

  constructor(world: KvServerWorld) {
    this.world = world;
    world.clients.listen((fact) => this.hear(fact));
  }

  struck({ kind }: Fault): void {
    // A clock delays no answer.
    if (kind !== 'drift' && kind !== 'set-clock') this.faults++;
  }

  private hear(fact: CallFact): void {
    const { call } = fact;
    if (fact.kind === 'called') {
      if (call.method === 'acquire') this.asks(call.number);
    } else if (fact.kind === 'crashed') {
      this.asking.delete(call.number);
      // Its acquire or release may have taken effect.
      this.isFree = false;
    } else {
      this.answered(fact);
    }
  }

  private asks(number: number): void {
    const isAlone = this.isFree && this.asking.size === 0;
    for (const other of this.asking.values()) other.isAlone = false;
    this.asking.set(number, { disturbances: this.disturbances, isAlone });
  }

  private answered(fact: CallFact & { readonly kind: 'returned' }): void {
    const { method, client } = fact.call;
    if (method === 'acquire') return this.acquired(fact);
    if (client !== this.hold?.client) return;
    if (method === 'release') this.isFree = this.asking.size === 0;
    const tookMs = (fact.atUs - this.hold.sinceUs) / 1_000;
    if (!this.hold.isFresh || tookMs > LEASE_MS / 2) return;
    if (method === 'write') this.wrote(fact, this.hold);
    if (method === 'read') this.read(fact, this.hold);
  }

  private acquired({ call, answer, atUs }: CallFact & { readonly kind: 'returned' }): void {
    const asking = this.asking.get(call.number);
    this.asking.delete(call.number);
    this.isFree = false;
    const isFresh = this.isReliable && asking?.disturbances === this.disturbances;
    const isAlone = asking?.isAlone === true;
    const { client } = call;
    this.hold = { client, token: answer, sinceUs: atUs, isFresh, written: new Map() };
    const tookMs = (atUs - call.atUs) / 1_000;
    this.world.demand(
      !isFresh || !isAlone || tookMs <= LEASE_MS / 2,
      RELEASE_FREES,
      `the lock had been released, and nobody else asked for it at ${seconds(call.atUs)}`,
      `${client}'s Acquire() took ${tookMs} ms from then on`,
    );
  }

  private wrote({ call, answer }: CallFact & { readonly kind: 'returned' }, hold: Hold): void {
    const [key, value] = call.args as [string, string];
    if (answer === 'OK') hold.written.set(key, value);
    this.world.demand(
      answer === 'OK',
      HOLDER_WRITES,
      `${call.client} got the lease at ${seconds(hold.sinceUs)}, and nobody has since`,
      `its Write("${key}", "${value}") of ${seconds(call.atUs)} answered ${String(answer)}`,
    );
  }

  private read({ call, answer }: CallFact & { readonly kind: 'returned' }, hold: Hold): void {
    const [key] = call.args as [string];
    const wanted = hold.written.get(key);
    const { value, token } = fieldsOf(answer);
    this.world.demand(
      wanted === undefined || (value === wanted && token === hold.token),
      HOLDER_WRITES,
      `${call.client} wrote "${wanted}" under token ${String(hold.token)}, ` +
        `and its Read("${key}") of ${seconds(call.atUs)} answered ${JSON.stringify(answer)}`,
    );
  }

  private get isReliable(): boolean {
    return this.world.sim.network.preset.lossPerMillion === 0;
  }

  /** What came between clients and the server so far. */
  private get disturbances(): number {
    const { calls } = this.world.sim;
    return this.faults + calls.dropped + calls.everHeld;
  }
}
