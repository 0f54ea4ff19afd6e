import type { StoryWords } from '../faults/fault-kind.ts';
import { kindOf, type Fault } from '../faults/fault.ts';
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
  private readonly names: readonly string[];
  private readonly brief: (process: number) => string;
  private readonly holds: readonly Held[];
  /** What is not as usual, by what it is done to. */
  private readonly unusual = new Map<string, string>();

  constructor(names: readonly string[], holds: readonly Held[]) {
    this.names = names;
    this.brief = briefNames(names);
    this.holds = holds;
  }

  /** Null for what changes nothing. */
  tell(fault: Fault, atUs: number): ToldFault | null {
    const { names, brief, holds } = this;
    const { sets, inStory } = kindOf(fault);
    const told = inStory(fault, {
      name: (process) => names[process] ?? `process ${process}`,
      brief,
      processes: names.length,
      held: (process) => heldOf(process, atUs, holds),
    });
    if (told === null) return null;
    const setting = sets(fault, names.length);
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

/** Names as short as they are clear: `0` for `server 0` where all are servers. */
export function briefNames(names: readonly string[]): (process: number) => string {
  const isPlain = names.every((name) => /^server \d+$/.test(name));
  return (process) => {
    const name = names[process] ?? String(process);
    return isPlain ? name.slice('server '.length) : name;
  };
}
