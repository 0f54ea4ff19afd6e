import type { Simulation } from '../sim/simulation.ts';
import { isLike, type Like } from './like.ts';
import type { Way } from './message.ts';

/** Three times as fast as it should be: whoever has such a clock loses patience first. */
export const FAST_PER_MILLION = 2_000_000;
/** At a third of the pace that it should have. */
const SLOW_PER_MILLION = -666_667;

/** What an adversary can do to processes. Each fault strikes at once, and lasts until it is undone. */
export class Hands {
  readonly sim: Simulation;
  /** The processes that it does something to. */
  readonly all: readonly number[];

  constructor(sim: Simulation, all: readonly number[]) {
    this.sim = sim;
    this.all = all;
  }

  others(...but: readonly number[]): number[] {
    return this.all.filter((each) => !but.includes(each));
  }

  crash(...processes: readonly number[]): void {
    for (const server of processes) this.sim.inject({ kind: 'crash', server });
  }

  restart(...processes: readonly number[]): void {
    for (const server of processes) this.sim.inject({ kind: 'restart', server });
  }

  /** Cuts processes off from everybody. */
  cut(...processes: readonly number[]): void {
    for (const server of processes) this.sim.inject({ kind: 'disconnect', server });
  }

  /** Puts those that are cut off on the network again. */
  join(...processes: readonly number[]): void {
    for (const server of processes) this.sim.inject({ kind: 'connect', server });
  }

  /** Loses what `from` sends to these, from now on. */
  block(from: number, ...to: readonly number[]): void {
    for (const each of to) this.sim.inject({ kind: 'block-link', from, to: each });
  }

  /** Loses what `from` sends to `to`, and what is on its way, for that long. */
  blockFor(forMs: number, from: number, to: number): void {
    this.sim.inject({ kind: 'block-link', from, to, forMs });
  }

  unblock(from: number, ...to: readonly number[]): void {
    for (const each of to) this.sim.inject({ kind: 'unblock-link', from, to: each });
  }

  /** Makes each message between these two take that much longer, until the end of the chaos. */
  slowLink(one: number, other: number, extraMs: number): void {
    this.sim.inject({ kind: 'slow-link', from: one, to: other, extraMs });
    this.sim.inject({ kind: 'slow-link', from: other, to: one, extraMs });
  }

  /** Cuts all processes into groups; one that is in none is alone. */
  partition(...groups: readonly (readonly number[])[]): void {
    this.sim.inject({ kind: 'partition', groups });
  }

  /** Cuts these off from all other processes, and leaves them together. */
  separate(...processes: readonly number[]): void {
    this.partition(
      processes,
      this.everybody().filter((process) => !processes.includes(process)),
    );
  }

  healPartition(): void {
    this.sim.inject({ kind: 'heal-partition' });
  }

  pause(...processes: readonly number[]): void {
    for (const server of processes) this.sim.inject({ kind: 'pause', server });
  }

  resume(...processes: readonly number[]): void {
    for (const server of processes) this.sim.inject({ kind: 'resume', server });
  }

  /** Makes these clocks fast and all others right. */
  hurry(...fast: readonly number[]): void {
    for (const each of this.all) this.pace(fast.includes(each) ? FAST_PER_MILLION : 0, each);
  }

  /** Makes these clocks slow. */
  slow(...processes: readonly number[]): void {
    this.pace(SLOW_PER_MILLION, ...processes);
  }

  /** Makes all clocks right. */
  calm(): void {
    this.pace(0, ...this.all);
  }

  /** Makes these clocks run that many millionths too fast, which their timers show from the next one on. */
  protected pace(partsPerMillion: number, ...processes: readonly number[]): void {
    for (const server of processes) this.sim.inject({ kind: 'drift', server, partsPerMillion });
  }

  /** Sends on what is held on these ways, all of it by default; whoever holds is asked again. */
  release(ways: Like<Way> = {}): void {
    const isOne = isLike(ways);
    this.sim.calls.release((from, to) => isOne({ from, to }));
  }

  /** Undoes whatever was done to the processes, by whomever, but for slow links; sends on what is held. */
  reset(): void {
    this.calm();
    this.partition(this.everybody());
    for (const each of this.all) {
      this.resume(each);
      this.unblock(each, ...this.all);
    }
    this.join(...this.all);
    this.restart(...this.all);
    this.release();
  }

  private everybody(): number[] {
    return this.sim.processes.map((_, process) => process);
  }
}
