import { violated } from '../../harness/scenario/verdicts.ts';
import type { NamedPromise } from '../../harness/vocabulary/promise.ts';
import { Hands } from '../../harness/adversary/hands.ts';
import type { Observer, Simulation } from '../../harness/sim/simulation.ts';

import { RandomStream } from '../../harness/vocabulary/random.ts';
import { nameOf, numbersOf } from '../../harness/vocabulary/role.ts';
import { until, type Steps } from '../../harness/vocabulary/script.ts';
import type { Effect } from '../../harness/vocabulary/server.ts';
import { VerdictSignal } from '../../harness/vocabulary/verdict.ts';
import { readRaftState } from '../raft/shapes.ts';
import { ShapeError } from '../../harness/clients/shape-error.ts';

interface View {
  term: number;
  isLeader: boolean;
}

/** A correct Raft elects a leader within this time, as Lab 3 demands. */
const ELECTION_MAX_MS = 5_000;

/** The servers of a service as a tester sees them, and what he can do to them. */
export class Cluster extends Hands implements Observer {
  readonly random: RandomStream;
  /** By the numbers of the servers. */
  private readonly views: ReadonlyMap<number, View>;
  /** What `split` has cut, as 'from to'. */
  private readonly cutLinks = new Set<string>();
  private isPartitioned = false;

  constructor(sim: Simulation, seed: number) {
    super(sim, numbersOf(sim.processes, 'server'));
    this.random = new RandomStream(seed, 'script');
    this.views = new Map(this.all.map((server) => [server, { term: 0, isLeader: false }]));
    sim.observe(this);
  }

  view(server: number): Readonly<View> {
    const view = this.views.get(server);
    if (view === undefined)
      throw new Error(`${nameOf(this.sim.processes, server)} is not a server`);
    return view;
  }

  /** The newest term that any server has shown. */
  get term(): number {
    return Math.max(...this.all.map((server) => this.view(server).term));
  }

  /** The leader of the newest term among the servers that run and are connected; null for none. */
  leader(among: readonly number[] = this.all): number | null {
    let found: number | null = null;
    for (const server of among) {
      const { isLeader, term } = this.view(server);
      if (!isLeader || !this.isThere(server)) continue;
      if (found === null || term > this.view(found).term) found = server;
    }
    return found;
  }

  /** Waits for a leader of a term after `term`; ends the run when there is none within 5 s. */
  *oneLeader(among: readonly number[] = this.all, term = 0): Steps<number> {
    const found = (): number | null => {
      const leader = this.leader(among);
      return leader !== null && this.view(leader).term > term ? leader : null;
    };
    yield* until(() => found() !== null, ELECTION_MAX_MS);
    return found() ?? this.stall(`a leader among servers ${among.join(', ')} within 5 s`);
  }

  isThere(server: number): boolean {
    const { sim } = this;
    return sim.isUp(server) && !sim.isPaused(server) && sim.network.isConnected(server);
  }

  /** Starts those that are down. */
  override restart(...servers: readonly number[]): void {
    super.restart(...servers.filter((server) => !this.sim.isUp(server)));
  }

  override join(...servers: readonly number[]): void {
    super.join(...servers.filter((server) => !this.sim.network.isConnected(server)));
  }

  override partition(...groups: readonly (readonly number[])[]): void {
    super.partition(...groups);
    this.isPartitioned = true;
  }

  /** Ends what `partition` began, if it did. */
  override healPartition(): void {
    if (this.isPartitioned) super.healPartition();
    this.isPartitioned = false;
  }

  /** Cuts the links between servers of different sides. Clients go on reaching every server. */
  split(...sides: readonly (readonly number[])[]): void {
    const sideOf = (server: number): number => sides.findIndex((side) => side.includes(server));
    for (const [from, to] of this.links()) {
      const link = `${from} ${to}`;
      const isCut = sideOf(from) !== sideOf(to);
      if (isCut === this.cutLinks.has(link)) continue;
      if (isCut) this.block(from, to);
      else this.unblock(from, to);
      if (isCut) this.cutLinks.add(link);
      else this.cutLinks.delete(link);
    }
  }

  /** Cuts the link between two servers, both ways, until `unite`. */
  cutLink(one: number, other: number): void {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      if (this.cutLinks.has(`${from} ${to}`)) continue;
      this.block(from, to);
      this.cutLinks.add(`${from} ${to}`);
    }
  }

  /** Servers reach each other again, whatever `split` did. */
  unite(): void {
    this.split(this.all);
  }

  /** Ends the run unless `condition` holds: the scenario's own promise was broken. */
  demand(condition: boolean, promise: NamedPromise, ...evidence: string[]): void {
    if (!condition) violated(this.sim, promise, evidence);
  }

  /** Ends the run: what it waits for did not come. */
  stall(waitingFor: string, ...more: string[]): never {
    const beliefs = [...this.all.map((server) => this.belief(server)), ...more];
    throw new VerdictSignal({ kind: 'stalled', waitingFor, beliefs, atUs: this.sim.nowUs });
  }

  /** Reads what a process returned; a wrong shape is the process's own failure. */
  read<T>(process: number, parse: () => T): T {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      const { message } = error;
      const atUs = this.sim.nowUs;
      throw new VerdictSignal({ kind: 'crashed', server: process, message, stack: '', atUs });
    }
  }

  effect(process: number, effect: Effect): boolean {
    const view = this.views.get(process);
    if (effect.kind === 'observe' && view !== undefined) {
      Object.assign(
        view,
        this.read(process, () => readRaftState(effect.value)),
      );
    }
    return false;
  }

  crashed(process: number): void {
    const view = this.views.get(process);
    if (view !== undefined) view.isLeader = false;
  }

  private belief(server: number): string {
    const { term, isLeader } = this.view(server);
    if (!this.sim.isUp(server)) return `server ${server} is down`;
    const reach = this.sim.network.isConnected(server) ? '' : ', cut off';
    return `server ${server}: term ${term}, ${isLeader ? 'leader' : 'not leader'}${reach}`;
  }

  private links(): [number, number][] {
    return this.all.flatMap((from) => this.others(from).map((to): [number, number] => [from, to]));
  }
}
