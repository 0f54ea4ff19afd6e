import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { CompiledSubmission } from '../compile/compile.ts';
import type { Job } from '../run/runner.ts';
import { runName, type Account, type KeptResult, type Task } from './task.ts';

export const PREFIX = 'splitbrain';

/** A compiled submission outlives its class by so much; the grader renews it meanwhile. */
const SUBMISSION_SECONDS = 600;

/** Results outlive a grader that was killed, and is started again the next morning. */
const RESULT_SECONDS = 86_400;

/** Whoever makes an attempt and has not said so for so long has been ended. */
const ATTEMPT_SECONDS = 15;

/**
 * What Redis holds beside the queue: compiled submissions, results, and what submissions have spent. Writing the
 * same thing twice changes nothing, so a job that runs twice is harmless.
 */
export class Shelf {
  private readonly redis: Redis;

  constructor(redis: Redis) {
    this.redis = redis;
  }

  /** Puts a submission there unless it is there, and keeps it for a while. */
  async putSubmission(code: string, submission: CompiledSubmission): Promise<void> {
    if (await this.keepSubmission(code)) return;
    const text = JSON.stringify(submission);
    await this.redis.set(submissionKey(code), text, 'EX', SUBMISSION_SECONDS);
  }

  /** Null when it is not there; throws when it is not what was put there. */
  async submission(code: string): Promise<CompiledSubmission | null> {
    const text = await this.redis.get(submissionKey(code));
    if (text === null) return null;
    const submission = JSON.parse(text) as CompiledSubmission;
    if (createHash('sha256').update(submission.code).digest('hex') !== submission.digest) {
      throw new Error(`the submission that Redis holds as ${code} has another digest than it says`);
    }
    return submission;
  }

  /**
   * Keeps a result unless there is one: the first counts. Returns the one that was there, which differs if two
   * machines came to different ends.
   */
  async putResult({ code, job }: Task, result: KeptResult): Promise<KeptResult | null> {
    const [key, name] = [resultsKey(code), runName(job, result.seed)];
    const isNew = await this.redis.hsetnx(key, name, JSON.stringify(result));
    await this.redis.expire(key, RESULT_SECONDS);
    return isNew === 1 ? null : readResult(await this.redis.hget(key, name));
  }

  /** What is there of these seeds of a job, in their order. */
  async results(code: string, job: Job, seeds: readonly number[]): Promise<KeptResult[]> {
    if (seeds.length === 0) return [];
    const names = seeds.map((seed) => runName(job, seed));
    const texts = await this.redis.hmget(resultsKey(code), ...names);
    return texts.flatMap((text) => readResult(text) ?? []);
  }

  /** Adds to what a submission has spent; returns the sum, which is lost with the data of Redis. */
  async spend({ id }: Account, ms: number): Promise<number> {
    const key = `${PREFIX}:spent:${id}`;
    const sum = await this.redis.incrby(key, ms);
    await this.redis.expire(key, RESULT_SECONDS);
    return sum;
  }

  /** Changes the number of attempts to run a seed by itself after a worker died at it; returns the new number. */
  async countAttempt({ code, job }: Task, seed: number, by: 1 | 0 | -1): Promise<number> {
    const key = `${PREFIX}:attempts:${code}`;
    const count = await this.redis.hincrby(key, runName(job, seed), by);
    await this.redis.expire(key, RESULT_SECONDS);
    return count;
  }

  /** Says that such an attempt is being made; to be said again before `ATTEMPT_SECONDS` are over. */
  async holdAttempt(task: Task, seed: number): Promise<void> {
    await this.redis.set(attemptKey(task, seed), '1', 'EX', ATTEMPT_SECONDS);
  }

  async endAttempt(task: Task, seed: number): Promise<void> {
    await this.redis.del(attemptKey(task, seed));
  }

  /** Whether somebody is making such an attempt. */
  async isAttempted(task: Task, seed: number): Promise<boolean> {
    return (await this.redis.exists(attemptKey(task, seed))) === 1;
  }

  /** Leaves word for a grader that something is badly wrong. */
  async raiseAlarm({ grader }: Task, words: string): Promise<void> {
    const key = `${PREFIX}:alarms:${grader}`;
    await this.redis.rpush(key, words);
    await this.redis.expire(key, RESULT_SECONDS);
  }

  /** The alarms of a grader after the first so many. */
  alarms(grader: string, after: number): Promise<string[]> {
    return this.redis.lrange(`${PREFIX}:alarms:${grader}`, after, -1);
  }

  private async keepSubmission(code: string): Promise<boolean> {
    return (await this.redis.expire(submissionKey(code), SUBMISSION_SECONDS)) === 1;
  }
}

function submissionKey(code: string): string {
  return `${PREFIX}:submission:${code}`;
}

function attemptKey({ code, job }: Task, seed: number): string {
  return `${PREFIX}:attempt:${code}:${runName(job, seed)}`;
}

function resultsKey(code: string): string {
  return `${PREFIX}:results:${code}`;
}

function readResult(text: string | null | undefined): KeptResult | null {
  return text === null || text === undefined ? null : (JSON.parse(text) as KeptResult);
}
