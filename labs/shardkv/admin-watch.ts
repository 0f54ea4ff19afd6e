import type { Json } from '../../harness/check/history/operation.ts';
import { changeOf, gidsOf } from './change.ts';
import type { AdminFact } from './fact.ts';

/** Says which calls of admins and clerks still make sense in a recorded run of which some are left out. */
export class AdminWatch {
  /** Their processes. */
  private readonly admins: readonly number[];
  /** Whether there is anybody who stores something. */
  private readonly hasClerks: boolean;
  /** Groups that are in the newest configuration, or, while a change of theirs goes on, may be. */
  private readonly groups = new Map<number, 'joined' | 'in doubt'>();
  /** The groups that moves under way name, by the call. */
  private readonly moves = new Map<string, number>();

  constructor(admins: readonly number[], hasClerks: boolean) {
    this.admins = admins;
    this.hasClerks = hasClerks;
  }

  /** Takes every fact, in order. */
  note(fact: AdminFact): void {
    if (fact.kind !== 'change-called' && fact.kind !== 'change-answered') return;
    const { kind, change, call } = fact;
    if (change.kind === 'move') {
      if (kind === 'change-called') this.moves.set(call, change.gid);
      else this.moves.delete(call);
      return;
    }
    for (const gid of gidsOf(change)) {
      if (kind === 'change-called') this.groups.set(gid, 'in doubt');
      else if (change.kind === 'join') this.groups.set(gid, 'joined');
      else this.groups.delete(gid);
    }
  }

  /**
   * An admin lets no group join that is there, or leave, or get a shard, that is not, or may not be by
   * then: with calls left out, a later one may have lost its sense. The last group stays where there may
   * be data, which may else be lost.
   */
  mayCall(process: number, method: string, args: readonly Json[]): boolean {
    if (!this.admins.includes(process)) return this.joined().length > 0;
    if (method === 'query') return true;
    const change = changeOf(method, args);
    const gids = gidsOf(change);
    if (change.kind === 'join') return gids.every((gid) => !this.groups.has(gid));
    const joined = this.joined();
    if (!gids.every((gid) => joined.includes(gid))) return false;
    return change.kind === 'move' || this.mayLeave(gids);
  }

  private mayLeave(gids: readonly number[]): boolean {
    const awaited = [...this.moves.values()];
    if (gids.some((gid) => awaited.includes(gid))) return false;
    return !this.hasClerks || this.joined().some((gid) => !gids.includes(gid));
  }

  /** The groups that are surely in the newest configuration. */
  private joined(): number[] {
    return [...this.groups].flatMap(([gid, state]) => (state === 'joined' ? [gid] : []));
  }
}
