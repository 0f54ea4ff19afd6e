import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunResult } from '../../harness/scenario/run.ts';
import type { CompiledSubmission } from '../compile/compile.ts';
import { ENGINE_FLAGS } from '../realm/engine-flags.ts';
import type { Job, JobResult, Runner, Follower } from './runner.ts';

/** What a worker is sent: the submission comes before the first of its jobs. */
export type ToWorker = { readonly submission: CompiledSubmission } | { readonly job: Job };

/** What a worker sends: a result for each seed, that it wants the next job, and what makes it die. */
export type FromWorker = JobResult | { readonly idle: true } | { readonly threw: string };

/** Memory for one worker; the whole Raft lab of a correct solution needs about 150 MB. */
const WORKER_HEAP_MB = 1_024;
const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url));

/** Jobs of one submission that somebody waits for. Invariant: it is over when `waiting` is empty and `running` 0. */
interface Batch {
  readonly submission: CompiledSubmission;
  readonly waiting: Job[];
  readonly follower: Follower;
  readonly done: () => void;
  readonly failed: (error: Error) => void;
  /** How many jobs of it workers have; those are in `waiting` no more. */
  running: number;
}

/** Worker processes that take jobs of one submission or of several, in the order in which they came. */
export class WorkerPool implements Runner {
  private readonly processes: number;
  private readonly batches: Batch[] = [];
  private readonly workers = new Set<Worker>();

  constructor(processes: number) {
    this.processes = processes;
  }

  /**
   * Runs all jobs. A worker that dies costs the seed that it was at, not the run. Rejects when a worker
   * cannot even start.
   */
  run(jobs: readonly Job[], submission: CompiledSubmission, follower: Follower): Promise<void> {
    return new Promise((done, failed) => {
      if (jobs.length === 0) return done();
      this.batches.push({ submission, waiting: [...jobs], follower, done, failed, running: 0 });
      for (const worker of this.workers) worker.wake();
      while (this.workers.size < Math.min(this.processes, this.wanted)) this.hire();
    });
  }

  /** Ends the workers; nothing may be running. */
  close(): void {
    for (const worker of this.workers) worker.end();
    this.workers.clear();
  }

  private get wanted(): number {
    return this.batches.reduce((sum, { waiting, running }) => sum + waiting.length + running, 0);
  }

  private hire(): void {
    const worker = new Worker(
      () => this.take(),
      (hasStarted) => {
        this.workers.delete(worker);
        if (!hasStarted) return this.giveUp();
        if (this.batches.some(({ waiting }) => waiting.length > 0)) this.hire();
      },
    );
    this.workers.add(worker);
  }

  private giveUp(): void {
    const error = new Error('a worker process ended before it could take a job');
    for (const batch of this.batches.splice(0)) batch.failed(error);
  }

  private take(): Assignment | null {
    for (const batch of this.batches) {
      const job = nextJob(batch);
      if (job === undefined) continue;
      batch.running++;
      return { batch, job, over: (rest) => this.over(batch, rest) };
    }
    this.settle();
    return null;
  }

  private over(batch: Batch, rest: Job | null): void {
    batch.running--;
    if (rest !== null) batch.waiting.unshift(rest);
    this.settle();
  }

  private settle(): void {
    const over = this.batches.filter((each) => each.running === 0 && each.waiting.length === 0);
    for (const batch of over) {
      this.batches.splice(this.batches.indexOf(batch), 1);
      batch.done();
    }
  }
}

/** Takes the next job that is still of interest out of a batch. */
function nextJob({ waiting, follower }: Batch): Job | undefined {
  if (follower.isStopped()) waiting.length = 0;
  for (;;) {
    const job = waiting.shift();
    if (job === undefined || follower.isWanted?.(job) !== false) return job;
  }
}

interface Assignment {
  readonly batch: Batch;
  readonly job: Job;
  /** The job is over; `rest` are its seeds that were not run. */
  readonly over: (rest: Job | null) => void;
}

/** One worker process and the job that it is at. */
class Worker {
  private readonly child: ChildProcess;
  private readonly take: () => Assignment | null;
  private current: Assignment | null = null;
  private finished = 0;
  private digest = '';
  private isIdle = false;
  private hasStarted = false;
  /** What ended it, if that was an error that nobody caught. */
  private threw: string | null = null;

  constructor(take: () => Assignment | null, gone: (hasStarted: boolean) => void) {
    this.take = take;
    this.child = fork(WORKER, {
      execArgv: [`--max-old-space-size=${WORKER_HEAP_MB}`, ...ENGINE_FLAGS],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.child.on('message', (message: FromWorker) => this.hear(message));
    this.child.on('exit', () => {
      this.bury();
      gone(this.hasStarted);
    });
  }

  /** There may be a job for it. */
  wake(): void {
    if (this.isIdle) this.next();
  }

  end(): void {
    if (this.child.connected) this.child.disconnect();
  }

  private hear(message: FromWorker): void {
    if ('idle' in message) {
      this.hasStarted = true;
      this.current?.over(null);
      this.current = null;
      return this.next();
    }
    if ('threw' in message) {
      this.threw = message.threw;
      return;
    }
    const { current } = this;
    if (current === null) return;
    this.finished++;
    current.batch.follower.onResult(message);
    if (current.batch.follower.isStopped()) this.child.kill('SIGKILL');
  }

  private next(): void {
    const assignment = this.take();
    this.isIdle = assignment === null;
    if (assignment === null) return;
    const { submission } = assignment.batch;
    if (submission.digest !== this.digest) this.send({ submission });
    this.digest = submission.digest;
    this.current = assignment;
    this.finished = 0;
    this.send({ job: assignment.job });
  }

  private send(message: ToWorker): void {
    this.child.send(message);
  }

  /** The process is gone: the seed that it was at failed, the others of its job are still to be run. */
  private bury(): void {
    const { current } = this;
    this.current = null;
    if (current === null) return;
    const { job, batch, over } = current;
    const fatal = job.seeds[this.finished];
    if (fatal === undefined || batch.follower.isStopped()) return over(null);
    batch.follower.onResult({
      scenario: job.scenario,
      seed: fatal,
      result: died(this.child, this.threw),
    });
    const seeds = job.seeds.slice(this.finished + 1);
    over(seeds.length > 0 ? { ...job, seeds } : null);
  }
}

function died(child: ChildProcess, threw: string | null): RunResult {
  const why =
    threw === null
      ? `most likely it needed more than ${WORKER_HEAP_MB} MB of memory`
      : `the lab or the simulator threw an error: ${threw}`;
  const message =
    `the process that ran the code died (${child.signalCode ?? `exit code ${child.exitCode}`}): ` +
    why;
  const verdict = { kind: 'overrun', message, atUs: 0 } as const;
  return { verdict, traceHash: '', events: 0, virtualUs: 0, reached: {} };
}
