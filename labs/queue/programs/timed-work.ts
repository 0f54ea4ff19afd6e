import { sleep, type Delivery, type Node, type Peer, type Work } from '../api.ts';
import { isPoison } from '../fact.ts';
import { OUTSIDE, type OutsideRpc, type SentHandling } from '../outside/outside-rpc.ts';

export interface WorkOptions {
  /** How long handling a message takes, at least and at most, in milliseconds of virtual time. */
  readonly workMs: readonly [leastMs: number, mostMs: number];
}

/** The work as a consumer sees it: it takes its time, and leaves its effect outside. */
export class TimedWork implements Work {
  private readonly outside: Peer<OutsideRpc>;
  private readonly options: WorkOptions;
  private begun = 0;

  constructor(node: Node<unknown>, options: WorkOptions) {
    this.outside = node.to<OutsideRpc>(OUTSIDE);
    this.options = options;
  }

  async handle(delivery: Delivery): Promise<'done' | 'failed'> {
    const handling: SentHandling = { number: this.begun++, ...checked(delivery) };
    void this.outside.begin(handling);
    const [leastMs, mostMs] = this.options.workMs;
    await sleep(leastMs + Math.random() * (mostMs - leastMs));
    if (isPoison(handling.body)) {
      await this.outside.fail(handling);
      return 'failed';
    }
    await this.outside.put(handling);
    return 'done';
  }
}

function checked({ id, body, redelivered }: Delivery): Delivery {
  if (typeof id === 'string' && typeof body === 'string' && typeof redelivered === 'boolean') {
    return { id, body, redelivered };
  }
  const given = JSON.stringify({ id, body, redelivered });
  throw new TypeError(
    `handle takes { id: a string, body: a string, redelivered: a boolean }; it was given ${given}`,
  );
}
