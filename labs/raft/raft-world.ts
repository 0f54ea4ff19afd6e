import { violated } from '../../harness/scenario/verdicts.ts';
import type { NamedPromise } from '../../harness/vocabulary/promise.ts';
import { checkPromises } from '../../harness/scenario/check-promises.ts';
import type { AnsweredRequest } from '../../harness/sim/observer.ts';
import type { Observer, Simulation } from '../../harness/sim/simulation.ts';
import { RandomStream } from '../../harness/vocabulary/random.ts';
import { until, wait, type Steps } from '../../harness/vocabulary/script.ts';
import type { Effect } from '../../harness/vocabulary/server.ts';
import { VerdictSignal } from '../../harness/vocabulary/verdict.ts';
import { ShapeError } from '../../harness/clients/shape-error.ts';
import type { RaftFact } from './fact.ts';
import { raftPromises } from './promises.ts';
import { readApplyMsg, readRaftState, readServiceSnapshot, readStartResult } from './shapes.ts';

interface View {
  term: number;
  isLeader: boolean;
  lastApplied: number;
  digest: string;
}

/** What is applied of an entry that a leader appends for itself when it is elected. */
export const OWN_ENTRY = 'null';

/** A quick service's delay between an apply and its call of `snapshot`. */
const SNAPSHOT_DELAY_MS = 0.05;

/** A Raft cluster as its tester sees it: states, starts and applies, with every promise checked. */
export class RaftWorld implements Observer {
  readonly sim: Simulation;
  readonly random: RandomStream;
  /** Command text at each applied index, from 1. */
  readonly applied: string[] = [];
  /** Commands are this and a number; what a recording plays has other names than what comes after it. */
  commandPrefix = 'x';
  /** The service snapshots whenever this many commands were applied; 0 for never. */
  snapshotEvery = 0;
  /** How long the service on a server takes to write a snapshot, in milliseconds. */
  snapshotDelayMs = (_server: number): number => SNAPSHOT_DELAY_MS;
  private readonly views: View[];
  private readonly tell: (fact: RaftFact) => void;
  /** At sender * servers + receiver: whether the one has sent the other anything. */
  private readonly hasSpoken: boolean[] = [];
  private commands = 0;
  /** By index: the term in which a command was last given that index. */
  private readonly terms = new Map<number, number>();

  constructor(sim: Simulation, seed: number) {
    this.sim = sim;
    this.tell = checkPromises(raftPromises(sim.processes.length), sim);
    this.random = new RandomStream(seed, 'script');
    this.views = sim.processes.map(newView);
    sim.observe(this);
  }

  get all(): number[] {
    return this.views.map((_, server) => server);
  }

  view(server: number): Readonly<View> {
    const view = this.views[server];
    if (view === undefined) throw new Error(`there is no server ${server}`);
    return view;
  }

  /** Whether `server` runs, is not paused and can be reached. */
  isThere(server: number): boolean {
    const { sim } = this;
    return sim.isUp(server) && !sim.isPaused(server) && sim.network.isConnected(server);
  }

  /** Returns a new command to `server`; null when it is not the leader or is down. */
  start(server: number, size = 0): { index: number; term: number; command: string } | null {
    const command = `${this.commandPrefix}${++this.commands}${'.'.repeat(size)}`;
    const text = this.sim.invoke(server, 'start', [command]);
    if (text === undefined) return null;
    const result = this.read(server, () => readStartResult(text));
    if (!result.isLeader) return null;
    this.terms.set(result.index, result.term);
    return { ...result, command: shown(command) };
  }

  /** The term in which the last command with this index was started; 0 for index 0. */
  termAt(index: number): number {
    return this.terms.get(index) ?? 0;
  }

  /** The last index that any server has applied. */
  get lastApplied(): number {
    return Math.max(...this.views.map(({ lastApplied }) => lastApplied));
  }

  /** Servers that have applied `index`. */
  appliedBy(index: number): number[] {
    return this.all.filter((server) => this.view(server).lastApplied >= index);
  }

  /** The leader of the newest term among the servers that are there; null while there is none. */
  leader(): number | null {
    let found: number | null = null;
    for (const server of this.all) {
      const { isLeader, term } = this.view(server);
      if (!this.isThere(server) || !isLeader) continue;
      if (found === null || term > this.view(found).term) found = server;
    }
    return found;
  }

  /** Waits up to 5 s, in polls like 6.5840's, for a leader among the servers that are there. */
  *oneLeader(): Steps<number> {
    for (let poll = 0; poll < 10; poll++) {
      yield* wait(this.random.between(450, 549));
      const leader = this.leader();
      if (leader !== null) return leader;
    }
    return this.stall('a leader among the connected servers within 5 s');
  }

  /** 6.5840's `one`: a new command is applied by `count` servers within 10 s. Returns its index. */
  *agree(count: number, options: { retry: boolean; size?: number }): Steps<number> {
    const deadlineUs = this.sim.nowUs + 10_000_000;
    while (this.sim.nowUs < deadlineUs) {
      const started = this.startAnywhere(options.size);
      if (started === null) {
        yield* wait(50);
        continue;
      }
      const { index, command } = started;
      const done = (): boolean =>
        this.applied[index] === command && this.appliedBy(index).length >= count;
      if (yield* until(done, 2_000)) return index;
      if (!options.retry) break;
    }
    return this.stall(`a new command to be applied by ${count} servers`);
  }

  /** The last index in the snapshot on the server's disk; 0 without one. */
  snapshotIndex(server: number): number {
    const text = this.sim.disk(server).snapshot ?? 'null';
    return this.read(server, () => readServiceSnapshot(text, 'on disk'))[0];
  }

  /** Offers a command to the servers in turn until one takes it. */
  startAnywhere(size = 0): { index: number; term: number; command: string } | null {
    const first = this.leader() ?? 0;
    for (let i = 0; i < this.views.length; i++) {
      const server = (first + i) % this.views.length;
      const started = this.isThere(server) ? this.start(server, size) : null;
      if (started !== null) return started;
    }
    return null;
  }

  /** Ends the run unless `condition` holds: the scenario's own promise was broken. */
  demand(condition: boolean, promise: NamedPromise, ...evidence: string[]): void {
    if (!condition) violated(this.sim, promise, evidence);
  }

  /** Ends the run: what it waits for did not come. */
  stall(waitingFor: string): never {
    const beliefs = this.all.map((server) => this.belief(server));
    throw new VerdictSignal({ kind: 'stalled', waitingFor, beliefs, atUs: this.sim.nowUs });
  }

  effect(server: number, effect: Effect, _place: unknown, request?: AnsweredRequest): boolean {
    if (effect.kind === 'observe') this.seeState(server, effect.value);
    else if (effect.kind === 'emit') this.seeApply(server, effect.value);
    else if (effect.kind === 'send') this.seeWord(server, effect.to);
    else if (effect.kind === 'respond' && request !== undefined) this.seeWord(server, request.from);
    return false;
  }

  returned(server: number, method: string, [command]: readonly unknown[], value: string): void {
    if (method !== 'start') return;
    const result = this.read(server, () => readStartResult(value));
    if (!result.isLeader) return;
    const { index, term } = result;
    const incarnation = this.sim.incarnation(server);
    const stamp = this.stamp(server);
    this.tell({ kind: 'started', ...stamp, incarnation, index, term, command: shown(command) });
  }

  restarted(server: number): void {
    const view = this.view(server);
    const [index, digest] = this.read(server, () => {
      return readServiceSnapshot(this.sim.disk(server).snapshot ?? 'null', 'on disk');
    });
    Object.assign(view, newView(), { lastApplied: index, digest });
    this.tell({ kind: 'restarted', ...this.stamp(server), appliedIndex: index });
  }

  crashed(server: number): void {
    Object.assign(this.view(server), { isLeader: false });
  }

  private belief(server: number): string {
    const { term, isLeader, lastApplied } = this.view(server);
    const reach = this.sim.network.isConnected(server) ? '' : ', cut off';
    if (!this.sim.isUp(server)) return `server ${server} is down`;
    const role = isLeader ? 'leader' : 'not leader';
    return `server ${server}: term ${term}, ${role}, applied up to ${lastApplied}${reach}`;
  }

  private seeWord(server: number, to: number): void {
    const pair = server * this.views.length + to;
    if (this.hasSpoken[pair] === true) return;
    this.hasSpoken[pair] = true;
    this.tell({ kind: 'spoke', ...this.stamp(server), to });
  }

  private seeState(server: number, text: string): void {
    const { term, isLeader } = this.read(server, () => readRaftState(text));
    Object.assign(this.view(server), { term, isLeader });
    const incarnation = this.sim.incarnation(server);
    this.tell({ kind: 'state', ...this.stamp(server), incarnation, term, isLeader });
  }

  private seeApply(server: number, text: string): void {
    const msg = this.read(server, () => readApplyMsg(text));
    const view = this.view(server) as View;
    if ('snapshotIndex' in msg) {
      const snapshot = JSON.stringify(msg.snapshot);
      this.tell({
        kind: 'snapshot-applied',
        ...this.stamp(server),
        index: msg.snapshotIndex,
        snapshot,
      });
      if (this.sim.verdict !== null) return;
      view.lastApplied = msg.snapshotIndex;
      const [, digest] = this.read(server, () => readServiceSnapshot(snapshot, 'given to apply'));
      view.digest = digest;
      return;
    }
    const index = msg.commandIndex;
    const command = shown(msg.command);
    this.tell({ kind: 'applied', ...this.stamp(server), index, command });
    this.applied[index] ??= command;
    view.lastApplied = index;
    view.digest = chain(view.digest, command);
    if (this.snapshotEvery > 0 && index % this.snapshotEvery === 0)
      this.takeSnapshot(server, index);
  }

  private takeSnapshot(server: number, index: number): void {
    const snapshot = [index, this.view(server).digest];
    const text = JSON.stringify(snapshot);
    this.tell({ kind: 'snapshot-taken', ...this.stamp(server), index, snapshot: text });
    this.sim.soon(server, Math.round(this.snapshotDelayMs(server) * 1_000), () => {
      this.sim.invoke(server, 'snapshot', [index, snapshot]);
    });
  }

  private read<T>(server: number, parse: () => T): T {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      const { message } = error;
      throw new VerdictSignal({
        kind: 'crashed',
        server,
        message,
        stack: '',
        atUs: this.sim.nowUs,
      });
    }
  }

  private stamp(server: number): { atUs: number; server: number } {
    return { atUs: this.sim.nowUs, server };
  }
}

function newView(): View {
  return { term: 0, isLeader: false, lastApplied: 0, digest: '' };
}

/** A command as facts have it: the padding of a large one is cut short. */
function shown(command: unknown): string {
  return JSON.stringify(command).replace(/\.{3,}/, '...');
}

/** The service's state: a short fingerprint of all commands so far, in order. */
function chain(digest: string, command: string): string {
  let hash = 0x811c9dc5;
  for (const text of [digest, command]) {
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16);
}
