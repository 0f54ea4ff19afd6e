import type { Json } from '../../harness/check/history/operation.ts';
import type { Observer, Simulation } from '../../harness/sim/simulation.ts';
import { readConfig, type Tell } from './admin-client.ts';
import { changeOf, gidsOf, type Change } from './change.ts';

/** A call of an admin that has not returned. */
interface Pending {
  readonly admin: string;
  readonly process: number;
  readonly asked: Change | { readonly kind: 'query'; readonly num: number };
}

/** Notes what admins do in a recorded run, as `AdminClient` does where a script calls them. */
export class AdminWatch implements Observer {
  private readonly sim: Simulation;
  private readonly processes: ReadonlySet<number>;
  private readonly tell: Tell;
  private readonly pending = new Map<number, Pending>();
  /** Groups that are in the newest configuration, or, while a change of theirs goes on, may be. */
  private readonly groups = new Map<number, 'joined' | 'in doubt'>();

  constructor(sim: Simulation, processes: readonly number[], tell: Tell) {
    this.sim = sim;
    this.processes = new Set(processes);
    this.tell = tell;
    sim.observe(this);
  }

  /**
   * An admin makes one call at a time, and lets no group join that is there, or leave, or get a shard,
   * that is not: with calls left out, a later one may have lost its sense.
   */
  mayCall(process: number, method: string, args: readonly Json[]): boolean {
    if (!this.processes.has(process)) return true;
    for (const pending of this.pending.values()) if (pending.process === process) return false;
    if (method === 'query') return true;
    const change = changeOf(method, args);
    const due = change.kind === 'join' ? undefined : 'joined';
    return gidsOf(change).every((gid) => this.groups.get(gid) === due);
  }

  called(process: number, method: string, args: readonly Json[], call: number): void {
    if (!this.processes.has(process)) return;
    const admin = this.sim.processes[process]?.name ?? '';
    const isQuery = method === 'query';
    const asked = isQuery
      ? ({ kind: method, num: Number(args[0]) } as const)
      : changeOf(method, args);
    this.pending.set(call, { admin, process, asked });
    const stamp = this.stamp(admin, call);
    if (asked.kind === 'query') this.tell({ kind: 'query-called', ...stamp, num: asked.num });
    else this.tell({ kind: 'change-called', ...stamp, change: asked });
    if (asked.kind === 'query' || asked.kind === 'move') return;
    for (const gid of gidsOf(asked)) this.groups.set(gid, 'in doubt');
  }

  returned(_process: number, _method: string, _args: unknown, value: string, call: number): void {
    const pending = this.pending.get(call);
    if (pending === undefined) return;
    this.pending.delete(call);
    const { admin, asked } = pending;
    const stamp = this.stamp(admin, call);
    if (asked.kind === 'query') {
      const config = readConfig(JSON.parse(value) as Json);
      return this.tell({ kind: 'query-answered', ...stamp, num: asked.num, config });
    }
    this.tell({ kind: 'change-answered', ...stamp, change: asked });
    if (asked.kind === 'join') for (const gid of gidsOf(asked)) this.groups.set(gid, 'joined');
    if (asked.kind === 'leave') for (const gid of gidsOf(asked)) this.groups.delete(gid);
  }

  crashed(process: number): void {
    for (const [call, pending] of this.pending) {
      if (pending.process === process) this.pending.delete(call);
    }
  }

  private stamp(admin: string, call: number): { atUs: number; admin: string; call: string } {
    return { atUs: this.sim.nowUs, admin, call: `${admin}/${call}` };
  }
}
