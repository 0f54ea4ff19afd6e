import type { Watch } from '../../harness/scenario/scenario.ts';
import { watchPromises } from '../../harness/scenario/watch-promises.ts';
import type { Observer, Simulation } from '../../harness/sim/simulation.ts';
import { until, wait, type Steps } from '../../harness/vocabulary/script.ts';
import type { Effect } from '../../harness/vocabulary/server.ts';
import { Cluster } from './cluster.ts';
import type { RsmFact } from './rsm-fact.ts';
import { RSM_PROMISES } from './rsm-promises.ts';
import { readReport, readSubmitResult, type Tally } from './rsm-shapes.ts';

/** One call of `submit`, and what has become of it. */
export interface Submission {
  readonly server: number;
  readonly op: string;
  /** `crashed`: the server went down with the call. */
  end: 'pending' | 'OK' | 'ErrWrongLeader' | 'crashed';
  /** Where the operation stands among all that were carried out; 0 until it is known. */
  position: number;
}

/** 6.5840's limit for one operation to be agreed on, in the face of elections. */
const COMMIT_MAX_MS = 10_000;
/** Time enough to catch up, if nothing but time is needed. */
const CATCH_UP_MS = 1_000;
/** Between two attempts, like 6.5840's. */
const RETRY_MS = 50;
/** A slow but correct Raft once needed 7 s after the heal; this leaves room. */
const CONVERGE_MS = 20_000;

/** Replicated state machines around the tester's counter, with every promise of theirs checked. */
export class RsmWorld implements Observer {
  readonly sim: Simulation;
  readonly cluster: Cluster;
  readonly submissions: Submission[] = [];
  /** Whether operations carry a tag that tells them apart. Without it, all additions look the same. */
  tagged = true;
  /** Submissions that have no answer yet, by the numbers of their calls. */
  private readonly pending = new Map<number, number>();
  private readonly reached = new Map<number, number>();
  private readonly tell: (fact: RsmFact) => void;

  constructor(sim: Simulation, seed: number) {
    this.sim = sim;
    this.tell = watchPromises(RSM_PROMISES, sim);
    this.cluster = new Cluster(sim, seed);
    sim.observe(this);
  }

  /** How many operations `server` has carried out. */
  position(server: number): number {
    return this.reached.get(server) ?? 0;
  }

  /** Calls `submit` on a server that may lead or not. */
  submit(server: number, add = 1): Submission {
    const number = this.submissions.length;
    const op = this.tagged ? { add, tag: number } : { add };
    this.sim.ask(server, 'submit', [op], () => {});
    return this.submissions[number] ?? this.take(server, op, 'crashed');
  }

  /** Watches what somebody else submits. */
  watch(): Watch {
    return { converge: () => this.converge() };
  }

  called(server: number, method: string, [op]: readonly unknown[], call: number): void {
    if (method !== 'submit') return;
    this.pending.set(call, this.submissions.length);
    this.take(server, op, 'pending');
  }

  returned(_server: number, _method: string, _args: unknown, value: string, call: number): void {
    const number = this.pending.get(call);
    const submission = this.submissions[number ?? -1];
    if (number === undefined || submission === undefined) return;
    this.pending.delete(call);
    this.answer(submission, number, value);
  }

  crashed(server: number): void {
    for (const [call, number] of this.pending) {
      const submission = this.submissions[number];
      if (submission?.server !== server) continue;
      submission.end = 'crashed';
      this.pending.delete(call);
    }
  }

  /** Submits to the leader, again and again until it is done; 6.5840 gives it 10 s. */
  *commit(among: readonly number[] = this.cluster.all, add = 1): Steps<Submission> {
    const deadlineUs = this.sim.nowUs + COMMIT_MAX_MS * 1_000;
    const leftMs = (): number => (deadlineUs - this.sim.nowUs) / 1_000;
    while (leftMs() > 0) {
      const leader = this.cluster.leader(among);
      if (leader !== null) {
        const submission = this.submit(leader, add);
        yield* until(() => submission.end !== 'pending', leftMs());
        if (submission.end === 'OK') return submission;
      }
      yield* wait(RETRY_MS);
    }
    return this.stall(`an operation to be carried out on servers ${among.join(', ')} within 10 s`);
  }

  /**
   * Waits until every server has carried out what any has. A leader may need an operation of its own
   * term for that (Raft paper, 5.4.2), and gets one when it takes long.
   */
  *allHaveAll(): Steps<void> {
    const { all: servers } = this.cluster;
    const all = (): boolean => {
      const [first, ...others] = servers.map((server) => this.position(server));
      return others.every((position) => position === first);
    };
    const deadlineUs = this.sim.nowUs + COMMIT_MAX_MS * 1_000;
    while (this.sim.nowUs < deadlineUs) {
      if (yield* until(all, CATCH_UP_MS)) return;
      yield* this.commit();
    }
    this.stall(`servers ${servers.join(', ')} to have carried out the same within 10 s`);
  }

  /** Waits until every submission that was made has an answer. */
  *allAnswered(withinMs: number, submissions: readonly Submission[]): Steps<void> {
    const open = (): number => submissions.filter(({ end }) => end === 'pending').length;
    if (yield* until(() => open() === 0, withinMs)) return;
    const pending = submissions.find(({ end }) => end === 'pending');
    this.stall(
      `${open()} of ${submissions.length} calls of submit to return ` +
        `within ${Number((withinMs / 1_000).toFixed(1))} s; the first is ${pending?.op} on server ${pending?.server}`,
    );
  }

  /** Ends the chaos; then submits must return, and a new operation be carried out by every server. */
  *converge(): Steps<void> {
    this.sim.heal();
    const deadlineUs = this.sim.nowUs + CONVERGE_MS * 1_000;
    yield* this.commit();
    yield* this.allHaveAll();
    yield* this.allAnswered(Math.max(1, (deadlineUs - this.sim.nowUs) / 1_000), this.submissions);
  }

  stall(waitingFor: string): never {
    const reached = this.cluster.all.map((server) => `${this.position(server)}`);
    this.cluster.stall(waitingFor, `operations carried out by each server: ${reached.join(', ')}`);
  }

  effect(server: number, effect: Effect): boolean {
    if (effect.kind !== 'emit') return false;
    const { op, ...tally } = this.cluster.read(server, () => readReport(effect.value));
    this.reached.set(server, tally.position);
    const fact = op === null ? ({ kind: 'restored' } as const) : ({ kind: 'did', op } as const);
    this.tell({ ...fact, ...tally, ...this.stamp(server) });
    return false;
  }

  restarted(server: number): void {
    this.reached.set(server, 0);
    this.tell({ kind: 'started', ...this.stamp(server) });
  }

  /** Notes what is submitted. */
  private take(server: number, op: unknown, end: 'pending' | 'crashed'): Submission {
    const submission: Submission = { server, op: JSON.stringify(op), end, position: 0 };
    const number = this.submissions.push(submission) - 1;
    const { op: text } = submission;
    this.tell({ kind: 'submitted', ...this.stamp(server), submission: number, op: text });
    return submission;
  }

  private answer(submission: Submission, number: number, text: string): void {
    const { server, op } = submission;
    const tally: Tally | null = this.cluster.read(server, () => readSubmitResult(text));
    submission.end = tally === null ? 'ErrWrongLeader' : 'OK';
    if (tally === null) return;
    submission.position = tally.position;
    this.tell({ kind: 'answered', ...this.stamp(server), submission: number, op, ...tally });
  }

  private stamp(server: number): { atUs: number; server: number } {
    return { atUs: this.sim.nowUs, server };
  }
}
