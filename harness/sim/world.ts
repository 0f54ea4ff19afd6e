import type { Breakable } from '../faults/breakable.ts';
import { ALL_KINDS, endOf, kindOf, type Fault } from '../faults/fault.ts';
import type { NetworkPreset } from '../vocabulary/network-preset.ts';
import { Random } from '../vocabulary/random.ts';
import { DEVICE, numbersOf, sufferersOf } from '../vocabulary/role.ts';
import { Asks } from './asks.ts';
import { Calls } from './calls.ts';
import type { Course } from './course.ts';
import type { Delivery, CallHalf, Timer } from './due.ts';
import { HeldMessages } from './held-messages.ts';
import { Network } from './network.ts';
import type { ProcessSpec } from './process.ts';
import { Processes, type SimulatedProgram } from './processes.ts';
import { RandomCrashes } from './random-crashes.ts';
import { ProcessSteps, type CutShort } from './steps.ts';
import { fireTimer } from './timers.ts';
import type { Witnesses } from './witnesses.ts';

interface WorldOptions {
  readonly seed: number;
  readonly processes: readonly ProcessSpec[];
  readonly programs: Readonly<Record<string, SimulatedProgram>>;
  readonly preset: NetworkPreset;
  readonly giveUpMs?: number;
  readonly course: Course;
  readonly witnesses: Witnesses;
}

/** Processes with their disks, the network between them, and what faults do to both. */
export class World implements Breakable {
  readonly processes: Processes;
  readonly network: Network;
  readonly calls: Calls;
  readonly asks: Asks;
  readonly steps: ProcessSteps;
  private readonly course: Course;
  private readonly witnesses: Witnesses;
  private readonly randomCrashes: RandomCrashes;

  constructor({ seed, programs, preset, giveUpMs, course, witnesses, ...given }: WorldOptions) {
    const random = new Random(seed, 'simulation');
    const processes = new Processes(given.processes, programs, course, random);
    const network = new Network({
      processes: given.processes.length,
      devices: numbersOf(given.processes, DEVICE),
      preset,
      random: new Random(seed, 'network'),
      ...(giveUpMs === undefined ? {} : { giveUpMs }),
    });
    const heldMessages = new HeldMessages(course, witnesses, random);
    const calls = new Calls({ course, witnesses, processes, network, heldMessages });
    const asks = new Asks(witnesses);
    const randomCrashes = new RandomCrashes(random);
    this.course = course;
    this.witnesses = witnesses;
    this.processes = processes;
    this.network = network;
    this.calls = calls;
    this.asks = asks;
    this.randomCrashes = randomCrashes;
    this.steps = new ProcessSteps({ course, witnesses, processes, calls, asks, randomCrashes });
  }

  /** The time of a message or of a timer has come. */
  arrive(due: CallHalf | Timer): void {
    const delivery =
      due.kind === 'timer'
        ? fireTimer(this.course, this.processes.slot(due.process), due)
        : this.calls.arrive(due);
    if (delivery !== null) this.deliver(delivery);
  }

  /** Hands an event to a process, which does nothing when it is down. A crash may cut its step short. */
  deliver(delivery: Delivery): void {
    const cut = this.steps.take(delivery);
    if (cut !== null) this.cutShort(delivery.process, cut);
  }

  private cutShort(process: number, { place, crash: wanted }: CutShort): void {
    const crash = this.processes.specs[process]?.staysDead === true ? {} : wanted;
    this.witnesses.crashComes(process, place, crash);
    if (crash.restartAfterMs === undefined) this.crash(process);
    else this.strike({ kind: 'crash', server: process, ...crash });
  }

  /** Does a fault to the world, now, and lets it end in its time; after the chaos none strikes. */
  strike(fault: Fault): void {
    if (!this.course.chaos) return;
    this.witnesses.faultStrikes(fault);
    kindOf(fault).strike(this, fault);
    this.witnesses.faultStruck(fault);
    const end = endOf(fault);
    if (end === null) return;
    // An end that was taken from a run has fractions of a millisecond.
    const afterUs = Math.round(end.afterMs * 1_000);
    this.course.schedule(afterUs, { kind: 'fault', fault: end.fault, isPlanned: false });
  }

  /** Ends the chaos: every cut is healed, held messages go on, every process runs that may come back. */
  heal(): void {
    this.course.chaos = false;
    for (const kind of ALL_KINDS) kind.heal?.(this);
    this.calls.release();
    for (let process = 0; process < this.processes.count; process++) {
      for (const kind of ALL_KINDS) kind.healProcess?.(this, process);
    }
  }

  /** Starts a process, unless it runs or stays dead. */
  boot(process: number): void {
    if (this.processes.isUp(process) || this.processes.isGone(process)) return;
    this.processes.start(process);
    this.witnesses.restarted(process);
    this.deliver({ process, event: { kind: 'boot' }, from: process, repliesTo: '' });
  }

  /** Stops a process, if it runs, in the middle of whatever it does; callers learn in time that nothing comes. */
  crash(process: number): void {
    if (!this.processes.isUp(process)) return;
    for (const call of this.processes.stop(process)) this.calls.giveUp(call);
    this.asks.abandon(process);
    this.witnesses.crashed(process);
  }

  /** Erases the disk of a process, unless it runs. */
  loseDisk(process: number): void {
    if (!this.processes.isUp(process)) this.processes.slot(process).disk.erase();
  }

  pause(process: number): void {
    if (this.processes.pause(process)) this.witnesses.paused(process);
  }

  resume(process: number): void {
    if (this.processes.resume(process)) this.witnesses.resumed(process);
  }

  drift(process: number, partsPerMillion: number): void {
    this.processes.setDrift(process, partsPerMillion);
  }

  slowDown(process: number, factor: number): void {
    this.processes.slot(process).slowness = factor;
  }

  setClock(process: number, aheadMs: number): void {
    this.processes.slot(process).dateAheadUs = Math.round(aheadMs * 1_000);
  }

  crashBetweenEffects(perMillion: number, among?: readonly number[]): void {
    this.randomCrashes.set(perMillion, among ?? sufferersOf(this.processes.specs, 'crash'));
  }
}
