import type { Fault } from '../vocabulary/fault.ts';
import { heldOf, type Held } from './holds.ts';

/** A fault in words, and what it is done to: it lasts until the next one that is done to the same. */
export interface ToldFault {
  /** Across all columns, or in the column of `server`. */
  readonly words: string;
  readonly server?: number;
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
  private readonly name: (process: number) => string;
  /** Every process by its number. */
  private readonly all: readonly number[];
  private readonly holds: readonly Held[];
  /** What is not as usual, by what it is done to. */
  private readonly unusual = new Map<string, string>();
  private network = '';

  constructor(names: readonly string[], holds: readonly Held[]) {
    this.names = names;
    this.name = briefNames(names);
    this.all = names.map((_, process) => process);
    this.holds = holds;
  }

  /** Null for what changes nothing. */
  tell(fault: Fault, atUs: number): ToldFault | null {
    const told = this.words(fault, atUs);
    if (told === null) return null;
    const { to, words, isEnd } = told;
    if (isEnd ? !this.unusual.delete(to) : this.unusual.get(to) === words) return null;
    if (!isEnd) this.unusual.set(to, words);
    return told;
  }

  /** The end of all of them. */
  tellHeal(): string {
    this.unusual.clear();
    return 'every fault is healed';
  }

  private words(fault: Fault, atUs: number): ToldFault | null {
    const { name } = this;
    switch (fault.kind) {
      case 'disconnect':
        return of(fault.server, 'link', 'CUT OFF');
      case 'connect': {
        const back = end(of(fault.server, 'link', 'reconnected'));
        const held = heldOf(fault.server, atUs, this.holds);
        if (held === null) return back;
        // Too much for a column.
        const words = `${this.names[fault.server]} reconnected, but ${held} are held`;
        return { to: back.to, words, isEnd: true };
      }
      case 'pause':
        return of(fault.server, 'pause', 'PAUSED');
      case 'resume':
        return end(of(fault.server, 'pause', 'resumes'));
      case 'lose-disk':
        return { ...of(fault.server, `disk ${atUs}`, 'DISK LOST') };
      case 'drift': {
        const { server, partsPerMillion } = fault;
        if (partsPerMillion === 0) return end(of(server, 'clock', 'clock as usual'));
        const percent = (partsPerMillion / 10_000 + 100).toFixed(0);
        return of(server, 'clock', `clock at ${percent}%`);
      }
      case 'partition':
      case 'heal-partition':
        return this.partition(fault.kind === 'partition' ? fault.groups : []);
      case 'block-link':
        return { to: linkOf(fault), words: `link ${this.link(fault)} blocked`, isEnd: false };
      case 'unblock-link':
        return { to: linkOf(fault), words: `link ${this.link(fault)} open`, isEnd: true };
      case 'slow-link': {
        const { extraMs } = fault;
        const to = `delay ${linkOf(fault)}`;
        if (extraMs === 0)
          return { to, words: `link ${this.link(fault)} quick again`, isEnd: true };
        return { to, words: `link ${this.link(fault)} ${extraMs} ms slower`, isEnd: false };
      }
      case 'network':
        if (this.network === fault.preset) return null;
        this.network = fault.preset;
        return { to: `network ${atUs}`, words: `network: ${fault.preset}`, isEnd: false };
      case 'crash':
      case 'restart':
      case 'crash-between-effects':
        return null;
    }
    function of(server: number, what: string, words: string): ToldFault {
      return { server, to: `${what} ${name(server)}`, words, isEnd: false };
    }
  }

  private partition(groups: readonly (readonly number[])[]): ToldFault {
    const grouped = groups.filter(({ length }) => length > 0);
    const alone = this.all.filter((each) => !grouped.some((group) => group.includes(each)));
    const sides = grouped.length === 0 ? [] : [...grouped, ...alone.map((each) => [each])];
    if (sides.length < 2) return { to: 'partition', words: 'partition healed', isEnd: true };
    const words = sides.map((side) => side.map((each) => this.name(each)).join(' ')).join(' | ');
    return { to: 'partition', words: `partition: ${words}`, isEnd: false };
  }

  private link({ from, to }: { readonly from: number; readonly to: number }): string {
    return `${this.name(from)} -> ${this.name(to)}`;
  }
}

/** The end of what the fault would be. */
function end(told: ToldFault): ToldFault {
  return { ...told, isEnd: true };
}

function linkOf({ from, to }: { readonly from: number; readonly to: number }): string {
  return `${from} -> ${to}`;
}

/** Names as short as they are clear: `0` for `server 0` where all are servers. */
export function briefNames(names: readonly string[]): (process: number) => string {
  const isPlain = names.every((name) => /^server \d+$/.test(name));
  return (process) => {
    const name = names[process] ?? String(process);
    return isPlain ? name.slice('server '.length) : name;
  };
}
