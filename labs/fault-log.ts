import type { Annotation } from '../harness/check/linearizability/explain/drawing.ts';
import type { Observer, Simulation } from '../harness/sim/simulation.ts';
import type { Fault } from '../harness/vocabulary/fault.ts';

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
    switch (fault.kind) {
      case 'pause':
        return this.begin(`pause ${fault.server}`, `${this.name(fault.server)} is paused`);
      case 'resume':
        return this.end(`pause ${fault.server}`);
      case 'disconnect':
        return this.begin(`cut ${fault.server}`, `${this.name(fault.server)} is cut off`);
      case 'connect':
        return this.end(`cut ${fault.server}`);
      case 'partition': {
        const groups = fault.groups.filter(({ length }) => length > 0);
        const sides = groups.map((group) => `{${group.map((each) => this.name(each)).join(',')}}`);
        return this.begin('partition', `partition ${sides.join(' | ')}`);
      }
      case 'heal-partition':
        return this.end('partition');
      case 'block-link': {
        const link = `${this.name(fault.from)} -> ${this.name(fault.to)}`;
        return this.begin(`link ${fault.from} ${fault.to}`, `cut ${link}`);
      }
      case 'unblock-link':
        return this.end(`link ${fault.from} ${fault.to}`);
      default:
    }
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
