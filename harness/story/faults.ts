import type { StoryWords } from '../faults/fault-kind.ts';
import { kindOf, type Fault } from '../faults/fault.ts';
import { nameOf, roleOf, type Member } from '../vocabulary/role.ts';
import { heldOf, type Held } from './holds.ts';

/** A fault in words, and what it is done to: it lasts until the next one that is done to the same. */
export interface ToldFault extends StoryWords {
  readonly to: string;
  /** Whether the world is as usual again in this respect. */
  readonly isEnd: boolean;
}

/**
 * Words for the faults of a run, as long as they change something: scripts heal what is whole, too.
 * Crashes and restarts are told when they happen.
 */
export class FaultTeller {
  private readonly members: readonly Member[];
  private readonly brief: (process: number) => string;
  private readonly holds: readonly Held[];
  /** What is not as usual, by what it is done to. */
  private readonly unusual = new Map<string, string>();

  constructor(members: readonly Member[], holds: readonly Held[]) {
    this.members = members;
    this.brief = briefNames(members);
    this.holds = holds;
  }

  /** Null for what changes nothing. */
  tell(fault: Fault, atUs: number): ToldFault | null {
    const { members, brief, holds } = this;
    const { sets, inStory } = kindOf(fault);
    const told = inStory(fault, {
      name: (process) => nameOf(members, process),
      brief,
      members,
      held: (process) => heldOf(process, atUs, holds),
    });
    if (told === null) return null;
    const setting = sets(fault, members);
    if (setting === null) return { ...told, to: `${fault.kind} at ${atUs}`, isEnd: false };
    const { name: to, value, usual } = setting;
    const isEnd = value === usual;
    if (isEnd ? !this.unusual.delete(to) : this.unusual.get(to) === told.words) return null;
    if (!isEnd) this.unusual.set(to, told.words);
    return { ...told, to, isEnd };
  }

  /** The end of all of them. */
  tellHeal(): string {
    this.unusual.clear();
    return 'every fault is healed';
  }
}

/** Names as short as they are clear: `0` for `server 0` where all are servers of one group. */
export function briefNames(members: readonly Member[]): (process: number) => string {
  const isPlain = members.every((each, number) => each.name === `${roleOf(each)}-${number}`);
  const isOneRole = new Set(members.map(roleOf)).size === 1;
  return (process) => (isPlain && isOneRole ? String(process) : nameOf(members, process));
}
