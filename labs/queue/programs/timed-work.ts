import { sleep, type Delivery, type Node, type Peer, type Work } from '../api.ts';
import { isPoison } from '../fact.ts';
import { OUTSIDE } from '../../outside/outside-rpc.ts';
import type { WorkRpc } from '../outside/work-rpc.ts';

export interface WorkOptions {
  /** How long handling a message takes, at least and at most, in milliseconds of virtual time. */
  readonly workMs: readonly [leastMs: number, mostMs: number];
}

/** The work as a consumer sees it: it takes its time, and leaves its effect outside. */
export class TimedWork implements Work {
  private readonly outside: Peer<WorkRpc>;
  private readonly options: WorkOptions;

  constructor(node: Node<unknown>, options: WorkOptions) {
    this.outside = node.to<WorkRpc>(OUTSIDE);
    this.options = options;
  }

  async handle(given: Delivery): Promise<'done' | 'failed'> {
    const delivery = checked(given);
    void this.outside.begin(delivery);
    const [leastMs, mostMs] = this.options.workMs;
    await sleep(leastMs + Math.random() * (mostMs - leastMs));
    if (isPoison(delivery.body)) {
      await this.outside.fail(delivery);
      return 'failed';
    }
    await this.outside.put({ key: delivery.id, entry: delivery.body });
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
