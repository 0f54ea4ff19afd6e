import type { CompiledSubmission } from '../compile/compile.ts';
import { isOver } from '../run/pool.ts';
import { RunnerError, type Follower, type Job, type Runner } from '../run/runner.ts';
import { Accounts } from './accounts.ts';
import { tellAddress, type Address } from './address.ts';
import { Desk } from './desk.ts';
import type { Kin } from './kin.ts';
import { codeOf, tellJob, type Account } from './task.ts';

/** How often it is looked whether somebody has stopped a batch, or it has had its time. */
const ROUND_MS = 200;

/** How often a grader learns what its submissions have spent. */
const REFRESH_MS = 1_000;

/** How often a grader looks whether Redis still has its jobs: it may have lost them in a restart. */
const AUDIT_MS = 5_000;

/** A queue that is gone for longer than somebody needs to start it again does not come back by itself. */
const PATIENCE_MS = 600_000;

/** A job that fails may have met a Redis that had just lost its submission; one that fails so often has not. */
const FAILURES_MAX = 3;

/** Jobs of one submission that somebody waits for. */
interface Order {
  readonly code: string;
  readonly submission: CompiledSubmission;
  readonly follower: Follower;
  readonly account: Account | null;
  readonly open: Set<Ticket>;
  readonly done: () => void;
  readonly failed: (error: Error) => void;
}

/** A job at the queue, until there is a result for each of its seeds. */
interface Ticket {
  readonly order: Order;
  readonly job: Job;
  /** Seeds without a result. */
  readonly seeds: Set<number>;
  /** Under which the queue has it now. */
  id: string;
  failures: number;
  isLooking: boolean;
  /** Whether something has happened since it was last looked at. */
  isStale: boolean;
}

/** Runs jobs at the workers of a queue. Whatever happens to workers and Redis, each result comes once. */
export class QueueRunner implements Runner {
  /** Results of two machines that should have been the same. */
  readonly alarms: string[] = [];
  private readonly address: Address;
  private readonly kin: Kin;
  private readonly desk: Desk;
  private readonly accounts: Accounts;
  private readonly orders = new Set<Order>();
  private readonly tickets = new Map<string, Ticket>();
  private readonly timers: readonly NodeJS.Timeout[];

  private constructor(address: Address, kin: Kin, tell: (line: string) => void) {
    this.address = address;
    this.kin = kin;
    this.desk = new Desk(address, kin, {
      tell,
      onJob: (id) => this.hear(id),
      onAlarm: (words) => this.alarms.push(words),
    });
    this.accounts = new Accounts(this.desk.shelf, this.desk.id);
    this.timers = [
      setInterval(() => this.lookAfterOrders(), ROUND_MS),
      setInterval(() => void this.refresh().catch(() => {}), REFRESH_MS),
      setInterval(() => void this.audit().catch(() => {}), AUDIT_MS),
    ];
  }

  /** The queue must have been tried before. `tell` gets what somebody has to know. */
  static async open(
    address: Address,
    kin: Kin,
    tell: (line: string) => void,
  ): Promise<QueueRunner> {
    const runner = new QueueRunner(address, kin, tell);
    await runner.desk.begin();
    return runner;
  }

  /** As whom the queue knows it. */
  get id(): string {
    return this.desk.id;
  }

  /**
   * Rejects when a job fails again and again, and with a `RunnerError` when the queue is gone for good.
   */
  async run(
    jobs: readonly Job[],
    submission: CompiledSubmission,
    follower: Follower,
  ): Promise<void> {
    const [first] = jobs;
    if (first === undefined) return;
    const code = codeOf(first.lab, submission, this.kin);
    const { allowance } = follower;
    const account = allowance === undefined ? null : this.accounts.of(allowance);
    return new Promise((done, failed) => {
      const order = { code, submission, follower, account, open: new Set<Ticket>(), done, failed };
      this.orders.add(order);
      for (const job of jobs) {
        const seeds = new Set(job.seeds);
        const state = { id: '', failures: 0, isLooking: false, isStale: false };
        order.open.add({ order, job, seeds, ...state });
      }
      // What goes wrong now is found out by the next audit.
      void this.begin(order).catch(() => {});
    });
  }

  close(): void {
    for (const timer of this.timers) clearInterval(timer);
    void this.desk.leave();
  }

  /** Takes the results that are there, as from a grader that was killed, and puts the rest on the queue. */
  private async begin(order: Order): Promise<void> {
    await this.desk.keepSubmission(order.code, order.submission);
    const { allowance } = order.follower;
    let tookMs = 0;
    for (const ticket of order.open) tookMs += await this.takeResults(ticket);
    if (allowance !== undefined && tookMs > 0) await this.accounts.charge(allowance, tookMs);
    if (this.orders.has(order)) await this.enqueue([...order.open]);
  }

  private async enqueue(tickets: readonly Ticket[]): Promise<void> {
    const tasks = tickets.map(({ order, job, seeds }) => ({
      grader: this.desk.id,
      code: order.code,
      job: { ...job, seeds: [...seeds] },
      account: order.account,
    }));
    const ids = tasks.map(() => this.desk.newId());
    for (const [at, ticket] of tickets.entries()) {
      this.tickets.delete(ticket.id);
      ticket.id = ids[at] ?? '';
      this.tickets.set(ticket.id, ticket);
    }
    await this.desk.add(ids, tasks);
  }

  private hear(id: string): void {
    const ticket = this.tickets.get(id);
    if (ticket !== undefined) void this.look(ticket).catch(() => {});
  }

  /** Takes what has come of a job. One that the queue does not have any more is put there again. */
  private async look(ticket: Ticket): Promise<void> {
    ticket.isStale = true;
    if (ticket.isLooking) return;
    ticket.isLooking = true;
    try {
      while (ticket.isStale && isOpen(ticket)) {
        ticket.isStale = false;
        await this.lookOnce(ticket);
      }
    } finally {
      ticket.isLooking = false;
    }
  }

  private async lookOnce(ticket: Ticket): Promise<void> {
    // Before its results: a job that has ended has kept them all.
    const state = await this.desk.stateOf(ticket.id);
    await this.takeResults(ticket);
    if (state.kind === 'there' || !isOpen(ticket)) return;
    if (state.kind === 'failed' && ++ticket.failures >= FAILURES_MAX) {
      const words = `${tellJob(ticket.job)} failed at the workers: ${state.reason}`;
      return this.end(ticket.order, new Error(words));
    }
    if (ticket.order.follower.isWanted?.(ticket.job) === false) return this.drop(ticket);
    await this.desk.keepSubmission(ticket.order.code, ticket.order.submission);
    await this.enqueue([ticket]);
  }

  /** Passes on the results that are new; returns how long workers were at them. */
  private async takeResults(ticket: Ticket): Promise<number> {
    const { order, job, seeds } = ticket;
    const results = await this.desk.shelf.results(order.code, job, [...seeds]);
    let sumMs = 0;
    let isBad = false;
    for (const { tookMs, worker: _, ...told } of results) {
      if (!isOpen(ticket) || !seeds.delete(told.seed)) continue;
      sumMs += tookMs;
      order.follower.onResult(told, tookMs);
      if (told.result.verdict.kind !== 'passed') isBad = true;
      // The worker has left out the rest, as any would.
      if (told.result.verdict.kind === 'overrun') seeds.clear();
    }
    if (seeds.size === 0) this.drop(ticket);
    if (isBad) this.dropUnwanted(order);
    return sumMs;
  }

  /** Takes jobs from the queue that nobody wants any more, but for those that workers are at. */
  private dropUnwanted({ open, follower }: Order): void {
    for (const ticket of open) {
      if (follower.isWanted?.(ticket.job) !== false) continue;
      void this.desk.remove(ticket.id).then(
        (isRemoved) => void (isRemoved && this.drop(ticket)),
        () => {},
      );
    }
  }

  private drop(ticket: Ticket): void {
    const { order } = ticket;
    this.tickets.delete(ticket.id);
    order.open.delete(ticket);
    if (order.open.size === 0) this.end(order, null);
  }

  private lookAfterOrders(): void {
    const isGone = this.desk.silenceMs > PATIENCE_MS;
    for (const order of this.orders) {
      if (isGone) this.end(order, this.isGone());
      else if (isOver(order.follower)) void this.breakOff(order);
    }
  }

  /** What was finished within the time counts, also when it is not known here yet. */
  private async breakOff(order: Order): Promise<void> {
    if (!order.follower.isStopped()) {
      await Promise.all([...order.open].map((each) => this.takeResults(each))).catch(() => {});
    }
    this.end(order, null);
  }

  private end(order: Order, error: Error | null): void {
    if (!this.orders.delete(order)) return;
    for (const { id } of order.open) {
      this.tickets.delete(id);
      void this.desk.remove(id).catch(() => {});
    }
    order.open.clear();
    if (error === null) order.done();
    else order.failed(error);
  }

  private isGone(): RunnerError {
    return new RunnerError(
      `the queue at ${tellAddress(this.address)} has not answered for ${PATIENCE_MS / 60_000} minutes. ` +
        'Start it again, and the same command goes on from here',
    );
  }

  private async refresh(): Promise<void> {
    const all = [...this.orders].flatMap(({ follower }) => follower.allowance ?? []);
    for (const allowance of new Set(all)) await this.accounts.refresh(allowance);
  }

  private async audit(): Promise<void> {
    for (const { code, submission } of this.orders) {
      await this.desk.keepSubmission(code, submission);
    }
    for (const id of await this.desk.ended([...this.tickets.keys()])) this.hear(id);
  }
}

function isOpen(ticket: Ticket): boolean {
  return ticket.order.open.has(ticket);
}
