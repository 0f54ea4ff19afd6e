import type { Random } from '../vocabulary/random.ts';
import { spokenName } from '../vocabulary/role.ts';
import type { ServerContract, ServerFactory } from '../vocabulary/server.ts';
import type { Course } from './course.ts';
import type { Call } from './due.ts';
import { bootOf, type ProcessSpec } from './process.ts';
import { newSlot, setDrift, type Slot } from './slot.ts';

/** A program that processes run: what is asked of it, and where its incarnations come from. */
export interface SimulatedProgram {
  readonly contract: ServerContract;
  readonly factory: ServerFactory;
}

/** The processes of a run and their life: how each is started, stopped, paused and resumed. */
export class Processes {
  readonly specs: readonly ProcessSpec[];
  private readonly programs: Readonly<Record<string, SimulatedProgram>>;
  private readonly course: Course;
  private readonly random: Random;
  private readonly slots: readonly Slot[];

  constructor(
    specs: readonly ProcessSpec[],
    programs: Readonly<Record<string, SimulatedProgram>>,
    course: Course,
    random: Random,
  ) {
    this.specs = specs;
    this.programs = programs;
    this.course = course;
    this.random = random;
    this.slots = specs.map((spec) => newSlot(spokenName(spec)));
  }

  get count(): number {
    return this.specs.length;
  }

  slot(process: number): Slot {
    const slot = this.slots[process];
    if (slot === undefined) {
      throw new Error(`there is no process ${process}: the run has ${this.count} of them`);
    }
    return slot;
  }

  isUp(process: number): boolean {
    return this.slot(process).server !== null;
  }

  /** Whether the process has crashed and must not come back. */
  isGone(process: number): boolean {
    const hasRun = this.slot(process).incarnation > 0;
    return hasRun && !this.isUp(process) && this.specs[process]?.staysDead === true;
  }

  /** Starts a new incarnation of a process that is down; its first event, `boot`, is still to come. */
  start(process: number): void {
    const slot = this.slot(process);
    slot.incarnation++;
    const spec = this.specs[process] as ProcessSpec;
    const { contract, factory } = this.program(spec);
    const randomSeed = this.random.bits(process, slot.incarnation, 9);
    slot.server = factory.create(
      bootOf(this.specs, process, { contract, randomSeed, disk: slot.disk }),
    );
  }

  /** Stops a process that is up; returns the calls that it will not answer any more. */
  stop(process: number): Call[] {
    const slot = this.slot(process);
    slot.server?.stop();
    slot.server = null;
    slot.paused = false;
    slot.timers.clear();
    const unheard = slot.backlog.flatMap((due) => (due.kind === 'request' ? [due.call] : []));
    const unanswered = [...unheard, ...slot.inbound.values()];
    slot.backlog.length = 0;
    slot.inbound.clear();
    return unanswered;
  }

  /** Returns whether the process ran until now. */
  pause(process: number): boolean {
    const slot = this.slot(process);
    if (slot.server === null || slot.paused) return false;
    slot.paused = true;
    return true;
  }

  /**
   * What piled up comes in its old order, at once, behind whatever else is due now. Returns whether the
   * process was paused until now.
   */
  resume(process: number): boolean {
    const slot = this.slot(process);
    if (!slot.paused) return false;
    slot.paused = false;
    for (const due of slot.backlog) this.course.schedule(0, due);
    slot.backlog.length = 0;
    return true;
  }

  setDrift(process: number, partsPerMillion: number): void {
    setDrift(this.slot(process), this.course.nowUs, partsPerMillion);
  }

  private program({ name, program }: ProcessSpec): SimulatedProgram {
    const found = this.programs[program];
    if (found !== undefined) return found;
    const known = JSON.stringify(Object.keys(this.programs));
    throw new Error(`the process ${name} runs '${program}', but the lab's programs are ${known}`);
  }
}
