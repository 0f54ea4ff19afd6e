import { sleep, type Coordinator, type Job, type Node } from 'splitbrain/mapreduce';
import type { Answer, Done, MasterRpc, Ticket } from './rpc.ts';

/** Longest time for which a request waits: its worker may have died meanwhile. */
const HOLD_MS = 2_000;
const LATE_MS = 10_000;

interface Ledger {
  /** The token of each map task's first finished attempt. */
  readonly tokens: (string | null)[];
  readonly reduced: boolean[];
}

/** Workers wait here for tickets. A ticket that does not come back in time goes into the queue again. */
export default class Master implements Coordinator {
  readonly #node: Node<MasterRpc>;
  readonly #job: Job;
  readonly #ledger: Ledger;
  #queue: Ticket[] = [];
  #waiting: ((answer: Answer) => void)[] = [];

  constructor(node: Node<MasterRpc>, job: Job) {
    this.#node = node;
    this.#job = job;
    this.#ledger = node.persister.readState<Ledger>() ?? {
      tokens: job.files.map(() => null),
      reduced: Array.from({ length: job.reduceTasks }, () => false),
    };
    if (this.#mapped) this.#startReduces();
    else this.#startMaps();
  }

  done(): boolean {
    return this.#ledger.reduced.every(Boolean);
  }

  next(): Promise<Answer> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#serve();
      void sleep(HOLD_MS).then(() => this.#turnAway(resolve));
    });
  }

  finished({ job, id, token }: Done): boolean {
    if (this.#isFinished(job, id)) return false;
    const wasMapped = this.#mapped;
    if (job === 'map') this.#ledger.tokens[id] = token;
    else this.#ledger.reduced[id] = true;
    this.#node.persister.save(this.#ledger);
    if (this.#mapped && !wasMapped) this.#startReduces();
    this.#serve();
    return true;
  }

  get #mapped(): boolean {
    return this.#ledger.tokens.every((token) => token !== null);
  }

  #isFinished(job: Ticket['job'], id: number): boolean {
    const { tokens, reduced } = this.#ledger;
    return job === 'map' ? tokens[id] !== null : reduced[id] === true;
  }

  #startMaps(): void {
    for (const [id, file] of this.#job.files.entries()) {
      this.#offer({ job: 'map', id, file, parts: this.#job.reduceTasks });
    }
  }

  #startReduces(): void {
    const tokens = this.#ledger.tokens.map((token) => token ?? '');
    for (let id = 0; id < this.#job.reduceTasks; id++) this.#offer({ job: 'reduce', id, tokens });
  }

  #offer(ticket: Ticket): void {
    if (!this.#isFinished(ticket.job, ticket.id)) this.#queue.push(ticket);
  }

  /** Brings tickets and waiting workers together. */
  #serve(): void {
    this.#queue = this.#queue.filter(({ job, id }) => !this.#isFinished(job, id));
    while (this.#waiting.length > 0 && this.#queue.length > 0) {
      const ticket = this.#queue.shift() as Ticket;
      this.#waiting.shift()?.({ ticket });
      setTimeout(() => {
        this.#offer(ticket);
        this.#serve();
      }, LATE_MS);
    }
    if (!this.done()) return;
    for (const resolve of this.#waiting) resolve({ ticket: null, over: true });
    this.#waiting = [];
  }

  #turnAway(resolve: (answer: Answer) => void): void {
    this.#waiting = this.#waiting.filter((each) => each !== resolve);
    resolve({ ticket: null, over: this.done() });
  }
}
