import { checkPromises } from '../../harness/scenario/check-promises.ts';
import { violated } from '../../harness/scenario/verdicts.ts';
import type { Observer, Simulation } from '../../harness/sim/simulation.ts';
import { RandomStream } from '../../harness/vocabulary/random.ts';
import type { FactPromise, NamedPromise } from '../../harness/vocabulary/promise.ts';
import { nameOf, numberOf, numbersOf } from '../../harness/vocabulary/role.ts';
import { until, wait, type Script, type Steps } from '../../harness/vocabulary/script.ts';
import type { Effect } from '../../harness/vocabulary/server.ts';
import { VerdictSignal } from '../../harness/vocabulary/verdict.ts';
import type { JobFact } from './fact.ts';
import { CHANGE_CHANNEL, type FileChange } from './files/file-server.ts';
import { NEWS_CHANNEL, type CoordinatorNews, type WorkerNews } from './news.ts';
import { JOB_PROMISES } from './promises.ts';

/** How long a worker may take to notice that the job is finished, or that its coordinator is gone. */
const EXIT_MS = 180_000;
/** How soon a worker is looked after that has gone. */
const RESTART_MS = 1_000;

/** What a job is about, as far as its world has to know. */
export interface JobTarget {
  readonly files: readonly string[];
  readonly outputs: ReadonlyMap<string, string>;
  readonly mayWorkersExit: boolean;
}

type Told = JobFact extends infer Fact
  ? Fact extends JobFact
    ? Omit<Fact, 'atUs'>
    : never
  : never;

/** A MapReduce job as its tester sees it: who maps and reduces what, and the outputs, with every promise checked. */
export class JobWorld implements Observer {
  readonly sim: Simulation;
  readonly random: RandomStream;
  readonly target: JobTarget;
  /** Everything that was seen so far, in order. */
  readonly facts: JobFact[] = [];
  /** Number of the coordinator's process. */
  readonly coordinator: number;
  readonly workers: readonly number[];
  /** Output names that are there now. */
  readonly written = new Set<string>();
  isDone = false;
  private coordinatorExited = false;
  private readonly exited = new Set<number>();
  private readonly activity = new Map<number, string>();
  private readonly checks: ((fact: JobFact) => void)[];

  constructor(sim: Simulation, seed: number, target: JobTarget) {
    this.sim = sim;
    this.checks = [checkPromises(JOB_PROMISES, sim)];
    this.random = new RandomStream(seed, 'script');
    this.target = target;
    this.coordinator = numberOf(sim.processes, 'coordinator');
    this.workers = numbersOf(sim.processes, 'worker');
    sim.observe(this);
    this.see({ kind: 'job', ...target });
  }

  /** Whether the worker's process runs: it is up and `run` has not ended. */
  isRunning(worker: number): boolean {
    return this.sim.isUp(worker) && !this.exited.has(worker);
  }

  nameOf(process: number): string {
    return nameOf(this.sim.processes, process);
  }

  /** Facts of one kind, in order. */
  factsOf<Kind extends JobFact['kind']>(kind: Kind): (JobFact & { kind: Kind })[] {
    return this.facts.filter((fact): fact is JobFact & { kind: Kind } => fact.kind === kind);
  }

  /** Starts a worker again that has crashed or exited, every second until all is done (6.5840's script). */
  *keepWorkersRunning(): Script {
    while (!this.isDone) {
      yield* wait(RESTART_MS);
      for (const worker of this.workers) {
        if (this.isDone || this.isRunning(worker)) continue;
        this.startAgain(worker);
      }
    }
  }

  /** Faults, so that a recording has them; after the chaos there are none, and workers may still need it. */
  private startAgain(worker: number): void {
    const { sim } = this;
    if (sim.chaos) {
      sim.inject({ kind: 'crash', server: worker });
      sim.inject({ kind: 'restart', server: worker });
    } else {
      sim.crash(worker);
      sim.boot(worker);
    }
  }

  /** Waits for the job to be done, for the coordinator to end and then for the workers. */
  *finish(withinMs: number): Steps<void> {
    if (!(yield* until(() => this.isDone, withinMs))) {
      this.stall(`done() to return true within ${withinMs / 1_000} s after the last fault`);
    }
    this.sim.heal();
    yield* until(() => this.coordinatorExited, EXIT_MS);
    this.sim.crash(this.coordinator);
    const isOver = (): boolean => this.workers.every((worker) => !this.isRunning(worker));
    if (yield* until(isOver, EXIT_MS)) return;
    this.stall(`every worker to exit within ${EXIT_MS / 1_000} s after the coordinator`);
  }

  /** Checks a promise of the scenario's own as well, from now on. */
  holdTo(promise: FactPromise<JobFact>): void {
    this.checks.push(checkPromises([promise], this.sim));
  }

  /** Ends the run unless `condition` holds: the scenario's own promise was broken. */
  demand(condition: boolean, promise: NamedPromise, ...evidence: string[]): void {
    if (!condition) violated(this.sim, promise, evidence);
  }

  /** Ends the run: what it waits for did not come. */
  stall(waitingFor: string): never {
    const { outputs } = this.target;
    const beliefs = [
      `${this.written.size} of ${outputs.size} outputs are there`,
      ...[this.coordinator, ...this.workers].map((process) => this.belief(process)),
    ];
    throw new VerdictSignal({ kind: 'stalled', waitingFor, beliefs, atUs: this.sim.nowUs });
  }

  effect(process: number, effect: Effect): boolean {
    if (effect.kind !== 'emit') return false;
    const { channel, value } = effect;
    if (channel === CHANGE_CHANNEL) this.seeChange(JSON.parse(value) as FileChange);
    if (channel !== NEWS_CHANNEL) return false;
    if (process === this.coordinator) this.seeCoordinator(JSON.parse(value) as CoordinatorNews);
    else this.seeWorker(process, JSON.parse(value) as WorkerNews);
    return false;
  }

  restarted(process: number): void {
    this.exited.delete(process);
    this.activity.delete(process);
  }

  private seeChange({ name, contents }: FileChange): void {
    if (contents === null) this.written.delete(name);
    else this.written.add(name);
    this.see({ kind: 'output', name, contents });
  }

  private seeCoordinator(news: CoordinatorNews): void {
    if (news.kind === 'exited') this.coordinatorExited = true;
    else {
      this.isDone = true;
      this.see({ kind: 'done' });
    }
  }

  private seeWorker(process: number, news: WorkerNews): void {
    const worker = this.nameOf(process);
    switch (news.kind) {
      case 'crash':
        // No fault of the chaos phase: a straggler's application may still bring it down later.
        return this.sim.soon(process, 0, () => this.sim.crash(process));
      case 'exited':
        this.exited.add(process);
        this.see({ kind: 'worker-exited', worker });
        return;
      case 'map-started':
      case 'map-ended':
        this.activity.set(process, `${news.kind} ${news.file}`);
        this.see({ ...news, worker });
        return;
      case 'reduce-started':
      case 'reduce-ended':
        this.activity.set(process, `${news.kind} ${news.key} of reduce task ${news.task}`);
        this.see({ ...news, worker });
        return;
    }
  }

  private belief(process: number): string {
    const name = this.nameOf(process);
    if (!this.sim.isUp(process)) return `${name} is down`;
    if (this.exited.has(process)) return `${name} has exited`;
    if (this.sim.isPaused(process)) return `${name} is paused`;
    const last = this.activity.get(process);
    return last === undefined ? `${name} is up` : `${name} is up; its last sign: ${last}`;
  }

  private see(told: Told): void {
    const fact: JobFact = { ...told, atUs: this.sim.nowUs };
    this.facts.push(fact);
    for (const check of this.checks) check(fact);
  }
}
