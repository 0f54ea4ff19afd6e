import { int } from '../cell.ts';
import { Configurations, type Configuration } from './configurations.ts';
import type { Timeline } from './timeline.ts';

/** What makes a configuration promising: points for each operation in flight. */
export interface Worth {
  /** Of what was observed. */
  readonly observed: number;
  readonly slippedIn: number;
  readonly used: number;
  /** Against those of unknown end that are used. */
  readonly risked: number;
}

/** What else is known of a configuration. */
export interface Origin {
  /** Its number among all. */
  readonly id: number;
  /** Whether an overwrite is not worth taking next (see Walk). */
  readonly isIdle: boolean;
}

/** The configurations of one rank, of which the most promising is followed first. */
export class Level {
  private readonly rank: number;
  private readonly time: Timeline;
  private readonly worth: Worth;
  private readonly configurations: Configurations;
  /** By entry of `configurations`. */
  private readonly entries: (Entry | undefined)[] = [];
  /** By promise, the entries that are not followed yet. */
  private readonly waiting: (number[] | undefined)[] = [];
  private waitingCount = 0;
  private top = 0;

  constructor(rank: number, time: Timeline, worth: Worth) {
    this.rank = rank;
    this.time = time;
    this.worth = worth;
    this.configurations = new Configurations(time, ROWS_AT_FIRST);
  }

  get hasMore(): boolean {
    return this.waitingCount > 0;
  }

  /** Adds a configuration that is wanted after about `urgency` returns; false if it is covered by another. */
  add(configuration: Configuration, origin: Origin, urgency: number): boolean {
    const entry = this.configurations.add(configuration);
    if (entry === 0) return false;
    const { state, mustUse } = configuration;
    this.entries[entry] = { ...origin, state, mustUse };
    const promise = Math.max(0, this.promiseOf(configuration) - Math.min(LATEST, urgency));
    (this.waiting[promise] ??= []).push(entry);
    this.top = Math.max(this.top, promise);
    this.waitingCount++;
    return true;
  }

  private promiseOf({ used, free }: Configuration): number {
    const { worth, time } = this;
    let promise = OFFSET;
    for (let word = 0; word < used.length; word++) {
      const [spent, done] = [int(used, word), int(free, word)];
      const loose = int(time.looseMasks, this.rank * time.maskWords + word);
      promise += worth.observed * ones(done & ~loose & ~spent);
      promise += worth.slippedIn * ones(done & loose & ~spent);
      promise += worth.used * ones(done & spent) - worth.risked * ones(spent & ~done);
    }
    return promise;
  }

  /** Takes out the most promising one that was not followed yet. */
  next(): (Configuration & Origin) | undefined {
    if (this.waitingCount === 0) return undefined;
    while ((this.waiting[this.top]?.length ?? 0) === 0) this.top--;
    const entry = this.waiting[this.top]?.pop() ?? 0;
    this.waitingCount--;
    const known = this.entries[entry];
    if (known === undefined) return undefined;
    return { ...known, rank: this.rank, ...this.configurations.marksOf(entry) };
  }
}

interface Entry extends Origin {
  readonly state: number;
  readonly mustUse: boolean;
}

/** Most levels are small. */
const ROWS_AT_FIRST = 32;
/** Keeps promises from being negative. */
const OFFSET = 1_000;
/** What is not wanted within so many returns is not worth less the later it is wanted. */
const LATEST = 100;

/** How many bits are set. */
function ones(word: number): number {
  let sum = word - ((word >>> 1) & 0x5555_5555);
  sum = (sum & 0x3333_3333) + ((sum >>> 2) & 0x3333_3333);
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
