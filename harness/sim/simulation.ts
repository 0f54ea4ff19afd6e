import { fit, type Fault, type PlannedFault } from '../faults/fault.ts';
import type { Recorder } from '../faults/recorder.ts';
import { NETWORKS, type NetworkName } from '../vocabulary/network-preset.ts';
import type { Script } from '../vocabulary/script.ts';
import type { Moment } from '../vocabulary/time.ts';
import type { Verdict } from '../vocabulary/verdict.ts';
import type { Calls } from './calls.ts';
import { Course } from './course.ts';
import type { Disk } from './disk.ts';
import type { Ask, Due } from './due.ts';
import type { Network } from './network.ts';
import type { Observer } from './observer.ts';
import { OutsideCalls } from './outside-calls.ts';
import type { ProcessSpec } from './process.ts';
import type { SimulatedProgram } from './processes.ts';
import { ScriptRunner } from './script-runner.ts';
import type { TraceEvent } from './trace-event.ts';
import { Witnesses } from './witnesses.ts';
import { World } from './world.ts';

export type { Observer } from './observer.ts';
export type { SimulatedProgram } from './processes.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly processes: readonly ProcessSpec[];
  /** By the names that `processes` use. */
  readonly programs: Readonly<Record<string, SimulatedProgram>>;
  readonly network: NetworkName;
  /** A call to a process that is down or cut off gives up within this time; 7,000 by default. */
  readonly giveUpMs?: number;
  /** Bytes of the heap in use, measured now; for labs that limit what a server remembers. */
  readonly heapBytes?: () => number;
  readonly plan: readonly PlannedFault[];
  /** Called with every line of the trace, when somebody wants to read it. */
  readonly record?: (event: TraceEvent) => void;
  /** Takes down what comes in from outside, when somebody wants to play it again. */
  readonly recorder?: Recorder;
}

/**
 * A run that needs more events than this is an overrun: correct solutions need up to 200,000, where 100,000
 * clients come one after the other.
 */
const EVENTS_MAX = 600_000;

/**
 * The simulated world of one run, as scripts and labs see it, and the loop that takes one event after
 * another: processes, clock, network and disks are driven by one queue.
 */
export class Simulation {
  /** Events so far. */
  events = 0;
  readonly network: Network;
  readonly calls: Calls;
  /** How often each adversary reached its last step: one that never does proves nothing. */
  readonly reached = new Map<string, number>();
  private readonly options: SimulationOptions;
  private readonly course = new Course();
  private readonly witnesses: Witnesses;
  private readonly world: World;
  private readonly outsideCalls: OutsideCalls;
  private readonly script = new ScriptRunner();
  /** Turns of the loop so far. */
  private turns = 0;

  constructor(options: SimulationOptions) {
    const { recorder, record, network, plan } = options;
    const { course } = this;
    const witnesses = new Witnesses(course, recorder, record);
    const world = new World({ ...options, preset: NETWORKS[network], course, witnesses });
    this.options = options;
    this.witnesses = witnesses;
    this.world = world;
    this.network = world.network;
    this.calls = world.calls;
    this.outsideCalls = new OutsideCalls(course, witnesses, world);
    for (const { atUs, fault } of plan) {
      course.schedule(atUs, { kind: 'fault', fault, isPlanned: true });
    }
  }

  /** Virtual time in microseconds. */
  get nowUs(): number {
    return this.course.nowUs;
  }

  /** Where the run is: between which two of its events. */
  get moment(): Moment {
    return this.course.moment;
  }

  /** Faults strike only while this holds; the heal phase of a run ends it. */
  get chaos(): boolean {
    return this.course.chaos;
  }

  /** Null as long as the run goes on. */
  get verdict(): Verdict | null {
    return this.course.verdict;
  }

  get traceHash(): string {
    return this.witnesses.traceHash;
  }

  get processes(): readonly ProcessSpec[] {
    return this.options.processes;
  }

  /** Bytes of the heap in use; undefined where nobody measures it. */
  heapBytes(): number | undefined {
    return this.options.heapBytes?.();
  }

  isUp(process: number): boolean {
    return this.world.processes.isUp(process);
  }

  isPaused(process: number): boolean {
    return this.world.processes.slot(process).paused;
  }

  /** How often the process has been started. */
  incarnation(process: number): number {
    return this.world.processes.slot(process).incarnation;
  }

  disk(process: number): Readonly<Disk> {
    return this.world.processes.slot(process).disk;
  }

  observe(observer: Observer): void {
    this.witnesses.add(observer);
  }

  /** Boots every process and hands the run to `script`. */
  begin(script: Script): void {
    for (let process = 0; process < this.processes.length && this.verdict === null; process++) {
      this.world.boot(process);
    }
    this.script.begin(script);
    if (this.verdict === null) this.goOn();
  }

  /**
   * Runs until that many events and steps of processes are done since the beginning; true while the run
   * is not over. Where it stops on the way makes no difference to the run.
   */
  advance(upTo: number = Number.POSITIVE_INFINITY): boolean {
    // A script's own calls are steps, and work too.
    while (this.turns + this.world.steps.taken < upTo && this.verdict === null) {
      this.turns++;
      if (this.script.hasCome()) this.goOn();
      else if (this.script.isTime(this.course.nextMoment)) {
        this.course.moveTo(this.script.wakeAtUs);
        this.goOn();
      } else this.next();
    }
    return this.verdict === null;
  }

  /** Ends the run, unless it is over already. */
  finish(verdict: Verdict): void {
    this.course.finish(verdict);
  }

  /**
   * The service on a process calls a method that answers at once; undefined when the process is down,
   * paused, or died of it.
   */
  invoke(process: number, method: string, args: readonly unknown[]): string | undefined {
    return this.outsideCalls.invoke(process, method, args);
  }

  /**
   * Calls a method of a process. `done` gets the JSON text of what it returns, or of what its promise
   * resolves to, as soon as it does; null when the process is down, or crashes first. It may only
   * take a note: the process is in the middle of a step.
   */
  ask(process: number, method: string, args: readonly unknown[], done: Ask['done']): void {
    this.outsideCalls.ask({ process, method, args, done });
  }

  /** The service above a process will act after `afterUs`, unless that incarnation is dead by then. */
  soon(process: number, afterUs: number, act: () => void): void {
    this.outsideCalls.actLater(process, afterUs, act);
  }

  /** Carries out a fault now. Faults of the chaos phase do nothing after it. */
  inject(fault: Fault): void {
    if (!this.chaos) return;
    const fitting = fit(fault, this.processes);
    this.witnesses.faultComes(fitting);
    this.world.strike(fitting);
  }

  /** Ends the chaos: every cut is healed, every process runs unless it stays dead, held messages go on. */
  heal(): void {
    this.witnesses.healComes();
    this.world.heal();
  }

  /** Starts a process, unless it runs or stays dead: also after the chaos, and not as a fault. */
  boot(process: number): void {
    this.world.boot(process);
  }

  /** Stops a process, if it runs: also after the chaos, and not as a fault. */
  crash(process: number): void {
    this.world.crash(process);
  }

  private goOn(): void {
    const verdict = this.script.goOn(this.nowUs);
    if (verdict !== null) this.finish(verdict);
  }

  private next(): void {
    const due = this.course.next();
    if (due === undefined) return;
    if (++this.events > EVENTS_MAX) {
      const message = `more than ${EVENTS_MAX} events: processes send or set timers without end`;
      this.finish({ kind: 'overrun', message, atUs: this.nowUs });
      return;
    }
    this.dispatch(due);
    if (due.kind !== 'fault' || !due.isPlanned) this.course.countEvent();
  }

  private dispatch(due: Due): void {
    switch (due.kind) {
      case 'service':
        return this.outsideCalls.act(due);
      case 'fault':
        return due.isPlanned ? this.inject(due.fault) : this.world.strike(due.fault);
      default:
        return this.world.arrive(due);
    }
  }
}
