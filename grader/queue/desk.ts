import { Queue, QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import type { CompiledSubmission } from '../compile/compile.ts';
import { tellAddress, type Address } from './address.ts';
import { tellLayers } from '../report/sandbox-words.ts';
import { connect, tellConnection } from './connection.ts';
import { misfit, queueName, tellKin, type Kin } from './kin.ts';
import { BEAT_MS, Presence, tellPeer } from './presence.ts';
import { tellRedisError } from './redis-error.ts';
import { PREFIX, Shelf } from './shelf.ts';
import { tellJob, type Task } from './task.ts';

/** Whether the queue has a job: waiting or at a worker, failed, or not any more. */
export type JobState =
  | { readonly kind: 'there' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'gone' };

/** Somebody who works at a desk. */
export interface DeskUser {
  /** Something may have come of the job of this id. */
  onJob(id: string): void;
  onAlarm(words: string): void;
  tell(line: string): void;
}

/** Failed jobs are looked at within seconds; if their grader is gone, nobody ever does. */
const FAILED_SECONDS = 3_600;

/** A queue without Redis cannot say goodbye. */
const GOODBYE_MS_MAX = 2_000;

/** A grader's place at a queue. */
export class Desk {
  readonly shelf: Shelf;
  private readonly address: Address;
  private readonly kin: Kin;
  private readonly user: DeskUser;
  private readonly redis: Redis;
  private readonly queue: Queue<Task>;
  private readonly events: QueueEvents;
  private readonly presence: Presence;
  private beating: NodeJS.Timeout | undefined;
  private isBeating = false;
  private unanswered = 0;
  private ids = 0;
  private alarms = 0;
  /** What was last told of the workers, and of errors. */
  private told = '';

  constructor(address: Address, kin: Kin, user: DeskUser) {
    this.address = address;
    this.kin = kin;
    this.user = user;
    this.redis = connect(address);
    tellConnection(this.redis, address, (line) => user.tell(line));
    this.shelf = new Shelf(this.redis);
    this.presence = new Presence(this.redis, 'grader', kin);
    const options = { connection: this.redis, prefix: PREFIX };
    this.queue = new Queue<Task>(queueName(kin), options);
    this.events = new QueueEvents(queueName(kin), options);
    // Told by the connection.
    this.queue.on('error', () => {});
    this.events.on('error', () => {});
    for (const event of ['progress', 'completed', 'failed'] as const) {
      this.events.on(event, ({ jobId }: { jobId: string }) => user.onJob(jobId));
    }
  }

  get id(): string {
    return this.presence.self.id;
  }

  /** For how long the queue has not answered; time in which this process was stopped does not count. */
  get silenceMs(): number {
    return this.unanswered * BEAT_MS;
  }

  async begin(): Promise<void> {
    await this.presence.beat();
    await this.events.waitUntilReady();
    this.beating = setInterval(() => this.beat(), BEAT_MS);
    this.beat();
  }

  async leave(): Promise<void> {
    clearInterval(this.beating);
    // At once: none of them may wait for another one that waits for a Redis that is gone.
    const goodbye = Promise.allSettled([
      this.presence.leave(),
      this.events.close(),
      this.queue.close(),
    ]);
    const late = new Promise((resolve) => void setTimeout(resolve, GOODBYE_MS_MAX).unref());
    await Promise.race([goodbye, late]);
    this.redis.disconnect();
  }

  newId(): string {
    return `${this.id}-${++this.ids}`;
  }

  async keepSubmission(code: string, submission: CompiledSubmission): Promise<void> {
    await this.shelf.putSubmission(code, submission);
  }

  /** Puts tasks on the queue, in their order. */
  async add(ids: readonly string[], tasks: readonly Task[]): Promise<void> {
    await this.queue.addBulk(
      tasks.map((task, at) => ({
        name: tellJob(task.job),
        data: task,
        opts: {
          jobId: ids[at] ?? this.newId(),
          removeOnComplete: true,
          removeOnFail: { age: FAILED_SECONDS },
        },
      })),
    );
  }

  /** Takes a job from the queue; false when a worker is at it. */
  async remove(id: string): Promise<boolean> {
    return (await this.queue.remove(id)) === 1;
  }

  async stateOf(id: string): Promise<JobState> {
    const fields = ['timestamp', 'finishedOn', 'failedReason'] as const;
    const [since, finished, reason] = await this.redis.hmget(this.queue.toKey(id), ...fields);
    if (since === null || since === undefined) return { kind: 'gone' };
    const hasEnded = finished !== null && finished !== undefined;
    return hasEnded ? { kind: 'failed', reason: reason ?? '' } : { kind: 'there' };
  }

  /** Those of many jobs that are not waiting and at no worker. */
  async ended(ids: readonly string[]): Promise<string[]> {
    const asked = this.redis.pipeline();
    for (const id of ids) asked.hmget(this.queue.toKey(id), 'timestamp', 'finishedOn');
    const replies = (await asked.exec()) ?? [];
    return ids.filter((_, at) => {
      const [since, finished] = (replies[at]?.[1] ?? []) as (string | null)[];
      return since === null || (finished !== null && finished !== undefined);
    });
  }

  private beat(): void {
    this.unanswered++;
    if (this.isBeating) return;
    this.isBeating = true;
    void this.sayHere()
      .catch((error: unknown) => this.tellRefusal(error))
      .finally(() => {
        this.isBeating = false;
      });
  }

  /** Says that this grader is there, and looks at who else is, and for alarms. */
  private async sayHere(): Promise<void> {
    await this.presence.beat();
    this.unanswered = 0;
    const alarms = await this.shelf.alarms(this.id, this.alarms);
    this.alarms += alarms.length;
    for (const words of alarms) {
      this.user.tell(words);
      this.user.onAlarm(words);
    }
    await this.tellWorkers();
  }

  private async tellWorkers(): Promise<void> {
    const { kin, others } = await this.presence.peers('worker');
    const [other] = others;
    if (kin.length > 0) return this.tellOnce('');
    const option = this.kin.sandbox === null ? ' --unsandboxed' : '';
    const start = `Start one: splitbrain worker --queue ${tellAddress(this.address)}${option}`;
    if (other === undefined) return this.tellOnce(`No worker is at the queue. ${start}`);
    const why = misfit(other.kin, this.kin);
    const words =
      why?.kind === 'less-confined'
        ? `This class demands ${tellLayers(why.lacks)}, which ${tellPeer(other)} lacks`
        : `This is ${tellKin(this.kin)}; ${tellPeer(other)} is ${tellKin(other.kin)}`;
    this.tellOnce(`No worker that fits is at the queue. ${words}. ${start}`);
  }

  private tellRefusal(error: unknown): void {
    this.tellOnce(`The queue at ${tellAddress(this.address)}: ${tellRedisError(error)}`);
  }

  private tellOnce(line: string): void {
    if (line !== '' && line !== this.told) this.user.tell(line);
    this.told = line;
  }
}
