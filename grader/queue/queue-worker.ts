import { setTimeout } from 'node:timers/promises';
import { UnrecoverableError, WaitingError, Worker, type Job as QueuedJob } from 'bullmq';
import type { Redis } from 'ioredis';
import type { CompiledSubmission } from '../compile/compile.ts';
import { findLabs } from '../labs/find-labs.ts';
import { demandsOf, lacking } from '../realm/child/sandbox.ts';
import { tellLayers } from '../report/sandbox-words.ts';
import { WorkerPool } from '../run/pool.ts';
import type { Address } from './address.ts';
import { runApart } from './apart.ts';
import { connect, tellConnection } from './connection.ts';
import { misfit, queueName, tellKin, type Kin } from './kin.ts';
import { keepDeath, playSeeds, type Bench } from './play-task.ts';
import { BEAT_MS, Presence, tellPeer, type Peer } from './presence.ts';
import { PREFIX, Shelf } from './shelf.ts';
import { tellJob, type Task } from './task.ts';

/**
 * For so long a job belongs to a worker of which nothing is heard. It says that it lives twice as often, from a
 * process that runs no submission and so is never held up.
 */
const LOCK_MS = 5_000;

/** How often workers look for jobs whose worker is gone; such a job comes back within both times. */
const STALLED_MS = 5_000;

/** A job has at most five seeds, at each of which a worker may die twice; with room for workers that somebody ends. */
const DEATHS_MAX = 20;

/** A queue that was gone is asked again after so long. */
const RETRY_MS = 1_000;

/** How often a worker looks whether an attempt that another one has begun has ended. */
const LOOK_MS = 500;

/** Compiled submissions that a worker keeps; each may have some hundred kilobytes. */
const SUBMISSIONS_MAX = 32;

/** What a worker tells and counts. */
export interface WorkerNews {
  readonly tell: (line: string) => void;
  readonly onRun: () => void;
}

/** Takes jobs from a queue and runs them in processes of this machine. */
export class QueueWorker {
  private readonly address: Address;
  private readonly kin: Kin;
  private readonly news: WorkerNews;
  private readonly redis: Redis;
  /** One for each queue that a grader has whose demands are met here. */
  private readonly workers = new Map<string, Worker<Task>>();
  private readonly jobs: number;
  private readonly pool: WorkerPool;
  private readonly bench: Bench;
  private readonly stop = { stopped: false };
  private readonly submissions = new Map<string, CompiledSubmission>();
  private readonly beat: NodeJS.Timeout;
  /** Only one seed at a time is run by itself: if that ends this worker too, it is known which it was. */
  private apart: Promise<void> = Promise.resolve();
  private readonly toldOf = new Set<string>();

  /** `jobs` is the number of processes. The queue must have been tried before. */
  constructor(address: Address, jobs: number, kin: Kin, news: WorkerNews) {
    this.address = address;
    this.kin = kin;
    this.news = news;
    this.jobs = jobs;
    this.redis = connect(address);
    tellConnection(this.redis, address, news.tell);
    this.pool = new WorkerPool(jobs);
    this.bench = {
      runner: this.pool,
      shelf: new Shelf(this.redis),
      presence: new Presence(this.redis, 'worker', kin),
      sandbox: kin.sandbox,
      stop: this.stop,
      onKept: news.onRun,
      tell: news.tell,
    };
    // Most graders are confined as their workers are: they need not wait until they are seen.
    this.serve(queueName(kin));
    const sayHere = (): void => void this.sayHere().catch(() => {});
    this.beat = setInterval(sayHere, BEAT_MS);
    sayHere();
  }

  /** Breaks off what runs and gives it back, so that others have it at once. */
  async close(): Promise<void> {
    this.stop.stopped = true;
    clearInterval(this.beat);
    await Promise.all([...this.workers.values()].map((each) => each.close()));
    await this.bench.presence.leave();
    this.pool.close();
    this.redis.disconnect();
  }

  /** Takes jobs from a queue, if it does not yet. */
  private serve(queue: string): void {
    if (this.workers.has(queue) || this.stop.stopped) return;
    const worker = new Worker<Task>(queue, (job, token) => this.process(job, token), {
      connection: this.redis,
      prefix: PREFIX,
      concurrency: this.jobs,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_MS,
      maxStalledCount: DEATHS_MAX,
      runRetryDelay: RETRY_MS,
    });
    worker.on('error', (error) => this.tellTrouble(error));
    worker.on('failed', (job, error) => {
      this.news.tell(`${job?.name ?? 'a job'} failed: ${error.message}`);
    });
    this.workers.set(queue, worker);
  }

  /** Lost connections are told by the connection; without its lock a job is run twice, which is harmless. */
  private tellTrouble({ name, message }: Error): void {
    const isHarmless = name !== 'ReplyError' || /Missing (?:lock|key)|renew lock/.test(message);
    if (isHarmless || this.toldOf.has(message)) return;
    this.toldOf.add(message);
    this.news.tell(`The queue refuses what this worker asks: ${message}`);
  }

  private async sayHere(): Promise<void> {
    const { presence } = this.bench;
    await presence.beat();
    const { kin, others } = await presence.peers('grader');
    for (const peer of kin) this.serve(queueName(peer.kin));
    for (const peer of others) {
      if (this.toldOf.has(peer.id)) continue;
      this.toldOf.add(peer.id);
      this.news.tell(this.tellRefusal(peer));
    }
  }

  private tellRefusal(grader: Peer): string {
    const why = misfit(this.kin, grader.kin);
    const name = `A grader at this queue, ${tellPeer(grader)},`;
    return why?.kind === 'less-confined'
      ? `${name} demands ${tellLayers(why.lacks)}, which this worker lacks (see 'splitbrain doctor'). ` +
          'It leaves its runs to others.'
      : `${name} is ${tellKin(grader.kin)}. This worker is ${tellKin(this.kin)}, and leaves its runs to others.`;
  }

  private async process(queued: QueuedJob<Task>, token?: string): Promise<void> {
    const { shelf, presence, onKept } = this.bench;
    const task = queued.data;
    await checkJob(task, this.kin);
    if (!(await presence.isThere(task.grader))) return;
    const submission = await this.submission(task.code);
    let open = await this.openSeeds(task);
    const [suspect] = open;
    if (queued.stalledCounter > 0 && suspect !== undefined) {
      await this.tryApart(task, suspect);
      open = await this.openSeeds(task);
    }
    if (open.length > 0 && !this.stop.stopped) {
      await playSeeds(task, open, submission, {
        ...this.bench,
        onKept: (result) => {
          onKept(result);
          // Tells the grader, which reads it where it is kept.
          void queued.updateProgress(result.seed).catch(() => {});
        },
      });
    }
    const left = this.stop.stopped ? await shelf.results(task.code, task.job, task.job.seeds) : [];
    if (!this.stop.stopped || left.length === task.job.seeds.length) return;
    await queued.moveToWait(token);
    throw new WaitingError();
  }

  /** The seeds of which no result is there yet, up to one that ran without end. */
  private async openSeeds({ code, job }: Task): Promise<readonly number[]> {
    const results = await this.bench.shelf.results(code, job, job.seeds);
    if (results.some(({ result }) => result.verdict.kind === 'overrun')) return [];
    const done = new Set(results.map(({ seed }) => seed));
    return job.seeds.filter((seed) => !done.has(seed));
  }

  /** Runs a seed at which a worker may have died; what dies at it once more has not died by chance. */
  private async tryApart(task: Task, seed: number): Promise<void> {
    const attempt = this.apart.then(() => this.tryAlone(task, seed));
    this.apart = attempt.catch(() => {});
    await attempt;
  }

  private async tryAlone(task: Task, seed: number): Promise<void> {
    const { shelf } = this.bench;
    if (this.stop.stopped) return;
    // Another worker may have begun it, and have been ended or stopped since.
    while (await shelf.isAttempted(task, seed)) {
      if (this.stop.stopped || !(await this.isOpen(task, seed))) return;
      await setTimeout(LOOK_MS);
    }
    if (!(await this.isOpen(task, seed))) return;
    if ((await shelf.countAttempt(task, seed, 0)) === 0) {
      await shelf.holdAttempt(task, seed);
      const { address, kin, stop } = this;
      if ((await runApart({ address, kin, task, seed }, stop)) !== 'died') return;
    }
    if (await this.isOpen(task, seed)) await keepDeath(task, seed, this.bench);
  }

  private async isOpen(task: Task, seed: number): Promise<boolean> {
    return (await this.openSeeds(task)).includes(seed);
  }

  private async submission(code: string): Promise<CompiledSubmission> {
    const known = this.submissions.get(code);
    if (known !== undefined) return known;
    const found = await this.bench.shelf.submission(code);
    if (found === null) throw new Error('Redis does not hold its submission any more');
    this.submissions.set(code, found);
    const [oldest] = this.submissions.keys();
    if (this.submissions.size > SUBMISSIONS_MAX && oldest !== undefined) {
      this.submissions.delete(oldest);
    }
    return found;
  }
}

/** Throws when a job is none that this program can run, as one that another program has put there. */
async function checkJob(task: Partial<Task>, { sandbox }: Kin): Promise<void> {
  const { job } = task;
  const labs = await findLabs();
  const lab = labs.find(({ id }) => id === job?.lab);
  if (job === undefined || lab === undefined) {
    const ids = labs.map(({ id }) => id).join(', ');
    throw new UnrecoverableError(
      `the job is for the lab '${job?.lab}', and this worker knows ${ids}`,
    );
  }
  if (!lab.scenarios.some(({ id }) => id === job.scenario)) {
    throw new UnrecoverableError(`this worker knows no scenario of ${tellJob(job)}`);
  }
  const lacks = lacking(demandsOf(job.isolation.sandbox), sandbox);
  if (lacks.length > 0) {
    throw new UnrecoverableError(`the job demands ${tellLayers(lacks)}, which this worker lacks`);
  }
}
