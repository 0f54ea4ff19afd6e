import type { CompiledSubmission } from '../compile/compile.ts';
import { capVerdict } from '../grading/cap-verdict.ts';
import { isolationName } from '../run/isolation.ts';
import type { Layer } from '../realm/child/layers.ts';
import type { Allowance, Job, JobResult, Runner, Follower } from '../run/runner.ts';
import type { RecordedRuns, RunKey } from '../store/recorded-runs.ts';

/** Makes only the runs that are not recorded yet, and records them; those that are count as they were. */
export class RecordingRunner implements Runner {
  private readonly runner: Runner;
  private readonly recorded: RecordedRuns;
  private readonly code: string;
  private readonly allowance: Allowance;
  /** What confined each run, by the names of the layers. */
  private readonly confined = new Map<string, readonly Layer[]>();

  /** `code` is the digest of all that its runs depend on; `allowance` is what they may still take. */
  constructor(runner: Runner, recorded: RecordedRuns, code: string, allowance: Allowance) {
    this.runner = runner;
    this.recorded = recorded;
    this.code = code;
    this.allowance = allowance;
  }

  /** What confined its runs, each once. */
  get confinements(): readonly (readonly Layer[])[] {
    return [...this.confined].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, layers]) => layers);
  }

  async run(
    jobs: readonly Job[],
    submission: CompiledSubmission,
    follower: Follower,
  ): Promise<void> {
    const open = jobs.flatMap((job) => this.replay(job, follower));
    let failure: Error | null = null;
    await this.runner.run(open, submission, {
      ...follower,
      allowance: this.allowance,
      isStopped: () => failure !== null || follower.isStopped(),
      onResult: (result, tookMs) => {
        try {
          follower.onResult(this.record(result, tookMs, open), tookMs);
        } catch (error) {
          failure ??= error instanceof Error ? error : new Error(String(error));
        }
      },
    });
    if (failure !== null) throw failure;
  }

  /** The runner that it stands before is shared, and others may still use it. */
  close(): void {}

  /** Tells what is recorded of a job; returns what is left of it. */
  private replay(job: Job, follower: Follower): Job[] {
    const seeds = job.seeds.filter((seed) => {
      const found = this.recorded.find(this.keyOf(job, seed));
      if (found === undefined) return true;
      const { scenario, result, isSame, layers, tookMs } = found;
      this.note(layers, job);
      follower.onResult(
        { scenario, seed, result, ...(isSame === undefined ? {} : { isSame }) },
        tookMs,
      );
      return false;
    });
    return seeds.length > 0 ? [{ ...job, seeds }] : [];
  }

  private record(told: JobResult, tookMs: number, jobs: readonly Job[]): JobResult {
    const { scenario, seed, isSame, layers } = told;
    const result = { ...told.result, verdict: capVerdict(told.result.verdict) };
    const job = jobs.find((each) => each.scenario === scenario && each.seeds.includes(seed));
    if (job === undefined)
      throw new Error(`a result came that nobody asked for: ${scenario} ${seed}`);
    const same = isSame === undefined ? {} : { isSame };
    this.note(layers, job);
    this.recorded.add({
      kind: 'run',
      ...this.keyOf(job, seed),
      result,
      ...same,
      ...(layers === undefined ? {} : { layers }),
      tookMs: Math.ceil(tookMs),
    });
    return { scenario, seed, result, ...same };
  }

  private note(layers: readonly Layer[] | undefined, { isolation: { sandbox } }: Job): void {
    const all = layers ?? sandbox?.layers ?? [];
    this.confined.set(all.join('+'), all);
  }

  private keyOf({ scenario, isolation }: Job, seed: number): RunKey {
    return { code: this.code, scenario, seed, isolation: isolationName(isolation) };
  }
}
