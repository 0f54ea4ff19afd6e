import type { Annotation } from '../check/linearizability/explain/drawing.ts';
import { kindOf, type Fault } from '../faults/fault.ts';
import type { Observer, Simulation } from '../sim/simulation.ts';

interface Episode {
  readonly label: string;
  readonly fromTime: number;
  toTime: number;
}

/** The faults of a run with their beginnings and ends, to be drawn beside what clients did. */
export class FaultLog implements Observer {
  private readonly sim: Simulation;
  private readonly episodes: Episode[] = [];
  /** What lasts, by what it is done to. */
  private readonly open = new Map<string, Episode>();

  constructor(sim: Simulation) {
    this.sim = sim;
    sim.observe(this);
  }

  /** Times are in milliseconds of virtual time. */
  get annotations(): readonly Annotation[] {
    return this.episodes;
  }

  crashed(process: number): void {
    this.begin(`down ${process}`, `${this.name(process)} is down`);
  }

  restarted(process: number): void {
    this.end(`down ${process}`);
  }

  struck(fault: Fault): void {
    const { sets, beside } = kindOf(fault);
    const setting = sets(fault, this.sim.processes);
    if (setting === null) return;
    const { name, value, usual } = setting;
    if (value === usual) this.end(name);
    else if (beside !== undefined)
      this.begin(
        name,
        beside(fault, (each) => this.name(each)),
      );
  }

  private begin(what: string, label: string): void {
    this.end(what);
    const episode = { label, fromTime: this.nowMs, toTime: Number.POSITIVE_INFINITY };
    this.open.set(what, episode);
    this.episodes.push(episode);
  }

  private end(what: string): void {
    const episode = this.open.get(what);
    if (episode === undefined) return;
    episode.toTime = this.nowMs;
    this.open.delete(what);
  }

  private get nowMs(): number {
    return this.sim.nowUs / 1_000;
  }

  private name(process: number): string {
    return this.sim.processes[process]?.name ?? `process ${process}`;
  }
}
