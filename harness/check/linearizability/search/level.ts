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
  /** By entry of `configurations`, of which there is no 0: its state, number, and flags. */
  private readonly states = [0];
  private readonly ids = [0];
  private readonly flags = [0];
  /** By promise, the latest entry that is not followed yet; by entry, the one before it; 0 if there is none. */
  private readonly latest: Int32Array;
  private readonly before = [0];
  /** No promise is greater. */
  private top = 0;
  /** Keeps promises from being negative. */
  private readonly offset: number;
  private waiting = 0;

  constructor(rank: number, time: Timeline, worth: Worth) {
    this.rank = rank;
    this.time = time;
    this.worth = worth;
    this.configurations = new Configurations(time, ROWS_AT_FIRST);
    const most = 32 * time.maskWords * Math.max(worth.observed, worth.risked);
    this.offset = most + LATEST;
    this.latest = new Int32Array(this.offset + most + 1);
  }

  get hasMore(): boolean {
    return this.waiting > 0;
  }

  /** Adds a configuration that is wanted after about `urgency` returns; false if it is covered by another. */
  add(configuration: Configuration, { id, isIdle }: Origin, urgency: number): boolean {
    const entry = this.configurations.add(configuration);
    if (entry === 0) return false;
    const { state, mustUse } = configuration;
    const promise = this.offset + this.promiseOf(configuration) - Math.min(LATEST, urgency);
    this.states.push(state);
    this.ids.push(id);
    this.flags.push((mustUse ? MUST_USE : 0) | (isIdle ? IS_IDLE : 0));
    this.before.push(int(this.latest, promise));
    this.latest[promise] = entry;
    this.top = Math.max(this.top, promise);
    this.waiting++;
    return true;
  }

  private promiseOf({ used, free }: Configuration): number {
    const { worth, time } = this;
    let promise = 0;
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
    if (this.waiting === 0) return undefined;
    while (int(this.latest, this.top) === 0) this.top--;
    const entry = int(this.latest, this.top);
    this.latest[this.top] = this.before[entry] ?? 0;
    this.waiting--;
    const { used, free } = this.configurations.marksOf(entry);
    const flags = this.flags[entry] ?? 0;
    return {
      rank: this.rank,
      state: this.states[entry] ?? 0,
      mustUse: (flags & MUST_USE) !== 0,
      used,
      free,
      id: this.ids[entry] ?? 0,
      isIdle: (flags & IS_IDLE) !== 0,
    };
  }
}

const MUST_USE = 1;
const IS_IDLE = 2;

/** Most levels are small. */
const ROWS_AT_FIRST = 32;
/** What is not wanted within so many returns is not worth less the later it is wanted. */
const LATEST = 100;

/** How many bits are set. */
function ones(word: number): number {
  let sum = word - ((word >>> 1) & 0x5555_5555);
  sum = (sum & 0x3333_3333) + ((sum >>> 2) & 0x3333_3333);
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
