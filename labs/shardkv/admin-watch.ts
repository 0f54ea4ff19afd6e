import type { Json } from '../../harness/check/history/operation.ts';
import type { AdminClient } from './admin-client.ts';
import { changeOf, gidsOf } from './change.ts';
import type { AdminFact } from './fact.ts';

/** Says which calls of admins still make sense in a recorded run of which some are left out. */
export class AdminWatch {
  private readonly admins: readonly AdminClient[];
  /** Groups that are in the newest configuration, or, while a change of theirs goes on, may be. */
  private readonly groups = new Map<number, 'joined' | 'in doubt'>();

  /** Whether there may be data that would be lost with the last group. */
  private readonly isStore: boolean;

  constructor(admins: readonly AdminClient[], isStore: boolean) {
    this.admins = admins;
    this.isStore = isStore;
  }

  /** Takes every fact, in order. */
  note(fact: AdminFact): void {
    if (fact.kind !== 'change-called' && fact.kind !== 'change-answered') return;
    const { kind, change } = fact;
    if (change.kind === 'move') return;
    for (const gid of gidsOf(change)) {
      if (kind === 'change-called') this.groups.set(gid, 'in doubt');
      else if (change.kind === 'join') this.groups.set(gid, 'joined');
      else this.groups.delete(gid);
    }
  }

  /**
   * An admin makes one call at a time, and lets no group join that is there, or leave, or get a shard,
   * that is not; nor does the last group of a store leave, with which the data may go. With calls left
   * out, a later one may have lost its sense.
   */
  mayCall(process: number, method: string, args: readonly Json[]): boolean {
    const admin = this.admins.find((each) => each.process === process);
    if (admin === undefined) return true;
    if (admin.isBusy) return false;
    if (method === 'query') return true;
    const change = changeOf(method, args);
    const due = change.kind === 'join' ? undefined : 'joined';
    const gids = gidsOf(change);
    if (!gids.every((gid) => this.groups.get(gid) === due)) return false;
    return change.kind !== 'leave' || !this.isStore || this.leavesSome(gids);
  }

  private leavesSome(gids: readonly number[]): boolean {
    return [...this.groups].some(([gid, state]) => state === 'joined' && !gids.includes(gid));
  }
}
