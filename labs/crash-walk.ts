import type { Observer, Simulation } from '../harness/sim/simulation.ts';
import type { Effect } from '../harness/vocabulary/server.ts';

/** What a crash can follow so that others see the difference: what was sent, answered or put on the disk. */
const STEPS: ReadonlySet<Effect['kind']> = new Set<Effect['kind']>([
  'send',
  'respond',
  'save',
  'write',
]);

/**
 * Enumerates where a crash of a process can fall: it counts the effects of a play that is watched in peace,
 * and crashes the process right after the one that it is told to, when the same play comes again.
 */
export class CrashWalk implements Observer {
  private readonly sim: Simulation;
  private readonly process: number;
  private count = 0;
  /** The effect after which the process crashes; null for none. */
  private at: number | null = null;

  constructor(sim: Simulation, process: number) {
    this.sim = sim;
    this.process = process;
    sim.observe(this);
  }

  /** How many effects there were since the play began. */
  get steps(): number {
    return this.count;
  }

  /** Whether the crash of this play is still to come. */
  get isDue(): boolean {
    return this.at !== null;
  }

  /** Begins to count; with a number from 1 on, the process crashes after that effect. */
  begin(at: number | null): void {
    this.count = 0;
    this.at = at;
  }

  /** Lets the process live, whatever was still to come. */
  rest(): void {
    this.at = null;
  }

  effect(process: number, effect: Effect): boolean {
    if (process !== this.process || !STEPS.has(effect.kind)) return false;
    this.count++;
    if (this.count !== this.at) return false;
    this.at = null;
    return this.sim.chaos;
  }
}
