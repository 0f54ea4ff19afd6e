import type { Breakable } from './breakable.ts';
import type { Member } from '../vocabulary/role.ts';
import type { Family } from './family.ts';

/**
 * All that is known of one kind of fault: how it strikes, how it ends, how it is drawn and how it is told.
 * `F` is its data, `End` that of the faults that undo it, and `Drawn` that of those that its families draw.
 */
export interface FaultKind<F, End = never, Drawn = F> {
  /** Does it to the world, now. */
  readonly strike: (world: Breakable, fault: F) => void;
  /** How it ends by itself; missing in a kind that never does. */
  readonly ending?: Ending<F, End>;
  /**
   * Undoes, at the end of the chaos, whatever faults of this kind have done to the world. From then on no
   * fault strikes, and no process crashes between effects.
   */
  readonly heal?: (world: Breakable) => void;
  /** The same for one process, once the network is whole again. */
  readonly healProcess?: (world: Breakable, process: number) => void;
  /** Families of random faults of this kind; missing in a kind that random plans never draw. */
  readonly families?: readonly Family<Drawn>[];
  /** Whether random plans draw them only where they are asked for: not every lab promises anything then. */
  readonly isDrawnOnRequest?: boolean;
  /** What it comes to where these processes run; missing where that is always the fault itself. */
  readonly fit?: (fault: F, members: readonly Member[]) => F;
  /** What it sets in a world of these processes; null for what is news however often it comes. */
  readonly sets: (fault: F, members: readonly Member[]) => Setting | null;
  /** The name of another setting that may be as usual after it. */
  readonly unsettles?: (fault: F) => string;
  /** As a recording has it; missing where that is the fault itself. */
  readonly recorded?: (fault: F) => F;
  /** A line of a schedule: `server 1 is cut off for 229 ms`. */
  readonly inSchedule: (fault: F, names: Names) => string;
  /** A line of a story; null for what the story tells anyhow, when it happens. */
  readonly inStory: (fault: F, names: StoryNames) => StoryWords | null;
  /** A label beside what clients did while it lasts; missing where nobody would look for it there. */
  readonly beside?: (fault: F, name: (process: number) => string) => string;
}

/** The end that a fault may carry with it. */
export interface Ending<F, End> {
  /** After how many milliseconds the fault ends; undefined when something else must end it. */
  readonly afterMs: (fault: F) => number | undefined;
  /** The fault that undoes it. */
  readonly by: (fault: F) => End;
  /** The fault with another end, or with none. */
  readonly change: (fault: F, afterMs: number | undefined) => F;
}

/** What a fault sets, and to what: `drift 2` to `0`. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  /** What it is in a world without faults; missing where that depends on the scenario. */
  readonly usual?: string;
}

/** What processes are called where faults are told. */
export interface Names {
  readonly members: readonly Member[];
  readonly name: (process: number) => string;
  /** The same, as short as it is clear. */
  readonly brief: (process: number) => string;
}

interface StoryNames extends Names {
  /** What of a process's messages somebody holds back now: `its calls`; null if nothing. */
  readonly held: (process: number) => string | null;
}

/** Words for the column of a process, or across all columns. */
export interface StoryWords {
  readonly words: string;
  readonly process?: number;
  /** What it does to links: several of one instant are told in one line. */
  readonly links?: Links;
}

/** Links, from one process to another, under a head such as `links blocked`. */
export interface Links {
  readonly head: string;
  readonly pairs: readonly (readonly [from: string, to: string])[];
}

/** The end of faults that carry it as `forMs`. */
export function endsAfterForMs<F extends { readonly forMs?: number }, End>(
  by: (fault: F) => End,
): Ending<F, End> {
  return {
    afterMs: ({ forMs }) => forMs,
    by,
    change: (fault, forMs) => {
      const { forMs: _, ...endless } = fault;
      return (forMs === undefined ? endless : { ...endless, forMs }) as F;
    },
  };
}
