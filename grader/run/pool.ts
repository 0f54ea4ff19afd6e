import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunResult } from '../../harness/scenario/run.ts';
import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import type { CompiledSubmission } from '../compile/compile.ts';
import type { Command } from '../realm/child/child.ts';
import { commandIn } from '../realm/child/sandbox.ts';
import { ENGINE_FLAGS } from '../realm/engine-flags.ts';
import type { Job, JobResult, Runner, Follower } from './runner.ts';
import { WorkMeter } from '../system/work-meter.ts';

/** What a worker is sent: the submission comes before the first of its jobs. */
export type ToWorker = { readonly submission: CompiledSubmission } | Order;

/** A job, and what starts the child that its servers live in; null when they live in the worker itself. */
interface Order {
  readonly job: Job;
  readonly command: Command | null;
}

/** What a worker sends: a result for each seed, that it wants the next job, and what makes it die. */
export type FromWorker = JobResult | { readonly idle: true } | { readonly threw: string };

/** Others than us may use the channel to a child: `node --watch` tells there which files it has loaded. */
function isFromWorker(message: unknown): message is FromWorker {
  return isObject(message) && ('idle' in message || 'threw' in message || 'scenario' in message);
}

export function isToWorker(message: unknown): message is ToWorker {
  return isObject(message) && ('submission' in message || 'job' in message);
}

function isObject(message: unknown): message is object {
  return typeof message === 'object' && message !== null;
}

/** Memory for one worker; the whole Raft lab of a correct solution needs about 150 MB. */
const WORKER_HEAP_MB = 1_024;
const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url));

/**
 * What a worker may spend on one seed before it is killed. A run without end is found out by its realm within seconds;
 * this is for what the engine itself does not end.
 */
const SEED_MS_MAX = 120_000;

/** How often workers are looked at: what outlives its time does so by no more than this. */
const ROUND_MS = 200;

/** Jobs of one submission that somebody waits for. Invariant: it is over when `waiting` is empty and `running` 0. */
interface Batch {
  readonly submission: CompiledSubmission;
  readonly waiting: Job[];
  readonly follower: Follower;
  readonly done: () => void;
  readonly failed: (error: Error) => void;
  /** Seeds at which a worker has died once: somebody else may have ended it, so each is tried again. */
  readonly deaths: Set<string>;
  /** How many jobs of it workers have; those are in `waiting` no more. */
  running: number;
}

/** Worker processes that take jobs of one submission or of several, in the order in which they came. */
export class WorkerPool implements Runner {
  private readonly processes: number;
  private readonly batches: Batch[] = [];
  private readonly workers = new Set<Worker>();
  private round: NodeJS.Timeout | undefined;

  constructor(processes: number) {
    this.processes = processes;
  }

  /**
   * Runs all jobs. A seed at which workers die twice has failed; the others are run all the same. Rejects when
   * a worker cannot even start.
   */
  run(jobs: readonly Job[], submission: CompiledSubmission, follower: Follower): Promise<void> {
    return new Promise((done, failed) => {
      if (jobs.length === 0) return done();
      const waiting = [...jobs];
      this.batches.push({
        submission,
        waiting,
        follower,
        done,
        failed,
        deaths: new Set(),
        running: 0,
      });
      for (const worker of this.workers) worker.wake();
      while (this.workers.size < Math.min(this.processes, this.wanted)) this.hire();
      this.round ??= setInterval(() => {
        for (const worker of this.workers) worker.lookAfter();
      }, ROUND_MS).unref();
    });
  }

  /** Ends the workers; nothing may be running. */
  close(): void {
    clearInterval(this.round);
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
    // Nobody need ask for what will not be run.
    if (isOver(batch.follower)) batch.waiting.length = 0;
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
  if (isOver(follower)) waiting.length = 0;
  for (;;) {
    const job = waiting.shift();
    if (job === undefined || follower.isWanted?.(job) !== false) return job;
  }
}

/** Whether no further seed of these jobs is to be run. */
export function isOver(follower: Follower): boolean {
  return (
    follower.isStopped() || (follower.allowance !== undefined && follower.allowance.leftMs <= 0)
  );
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
  /** For how long it ran when it was killed for that, in words. */
  private tooLong: string | null = null;
  private readonly meter: WorkMeter;

  constructor(take: () => Assignment | null, gone: (hasStarted: boolean) => void) {
    this.take = take;
    this.child = fork(WORKER, {
      execArgv: [`--max-old-space-size=${WORKER_HEAP_MB}`, ...ENGINE_FLAGS],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.meter = new WorkMeter(this.child.pid);
    this.child.on('message', (message: unknown) => {
      if (isFromWorker(message)) this.hear(message);
    });
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
    const { follower } = current.batch;
    this.charge(current);
    this.finished++;
    follower.onResult(message, this.nextSeed());
    if (isOver(follower)) this.child.kill('SIGKILL');
  }

  /** Ends what has had its time. */
  lookAfter(): void {
    const { current } = this;
    if (current === null) return;
    this.charge(current);
    if (this.meter.spentMs > SEED_MS_MAX) this.tooLong ??= this.meter.tell();
    if (this.tooLong !== null || isOver(current.batch.follower)) this.child.kill('SIGKILL');
  }

  /** Takes what was spent since it was last done from what the job's submission may take. */
  private charge({ batch: { follower } }: Assignment): void {
    const spentMs = this.meter.look();
    if (follower.allowance !== undefined) follower.allowance.leftMs -= spentMs;
  }

  /** Begins with another seed; returns what was spent on the last one. */
  private nextSeed(): number {
    const { spentMs } = this.meter;
    this.meter.begin();
    return spentMs;
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
    this.nextSeed();
    const { job } = assignment;
    const { sandbox } = job.isolation;
    this.send({ job, command: sandbox === null ? null : commandIn(sandbox) });
  }

  private send(message: ToWorker): void {
    // One that has just died says so by its exit.
    this.child.send(message, () => undefined);
  }

  /** The process is gone: the seed that it was at is tried again or has failed; the others are still to be run. */
  private bury(): void {
    const { current } = this;
    this.current = null;
    if (current === null) return;
    const { job, batch, over } = current;
    const fatal = job.seeds[this.finished];
    if (fatal === undefined || isOver(batch.follower)) return over(null);
    const name = `${job.scenario} ${fatal}`;
    if (this.tooLong === null && !batch.deaths.has(name)) {
      batch.deaths.add(name);
      return over({ ...job, seeds: job.seeds.slice(this.finished) });
    }
    const result = withoutTrace(this.verdictOfDeath());
    batch.follower.onResult({ scenario: job.scenario, seed: fatal, result }, this.nextSeed());
    const seeds = job.seeds.slice(this.finished + 1);
    over(seeds.length > 0 ? { ...job, seeds } : null);
  }

  private verdictOfDeath(): Verdict {
    if (this.threw !== null) return { kind: 'harness-error', message: this.threw };
    const { signalCode, exitCode } = this.child;
    const message =
      this.tooLong !== null
        ? `the code ran for ${this.tooLong} without coming to its end, and was ended`
        : `the process that ran the code died (${signalCode ?? `exit code ${exitCode}`}): ` +
          `most likely it needed more than ${WORKER_HEAP_MB} MB of memory`;
    return { kind: 'overrun', message, atUs: 0 };
  }
}

/** A run that has no more to show than its verdict. */
export function withoutTrace(verdict: Verdict): RunResult {
  return { verdict, traceHash: '', events: 0, virtualUs: 0, reached: {} };
}
