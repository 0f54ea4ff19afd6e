import type { RunResult } from '../../harness/scenario/run.ts';
import type { Layer } from '../realm/child/layers.ts';
import type { ToldSchedule } from '../run/told-schedule.ts';
import { Journal } from './journal.ts';

/** What a run depends on. */
export interface RunKey {
  /** Digest of everything but what follows: the code, and the program that runs it. */
  readonly code: string;
  readonly scenario: string;
  readonly seed: number;
  /** How far its incarnations were kept apart. */
  readonly isolation: string;
}

/** What came of a run. */
export interface RecordedRun extends RunKey {
  readonly kind: 'run';
  readonly result: RunResult;
  readonly isSame?: boolean;
  /** What confined it, where that was more than its key says. */
  readonly layers?: readonly Layer[];
  /** How long a worker was at it, which counts against the submission's limit. */
  readonly tookMs: number;
}

/** A submission that had its time, and is not run any further. */
interface CutOff {
  readonly kind: 'cut-off';
  readonly submission: string;
  readonly limitMs: number;
}

/** What came of the search for the smallest schedule that fails as a run did; null when there is none. */
interface RecordedSearch extends RunKey {
  readonly kind: 'smallest';
  readonly smallest: ToldSchedule | null;
}

type Entry = RecordedRun | RecordedSearch | CutOff;

/** The runs that are done, kept in a journal: none is lost, and none is made twice. */
export class RecordedRuns {
  private readonly journal: Journal<Entry>;
  private readonly runs = new Map<string, RecordedRun>();
  private readonly searches = new Map<string, ToldSchedule | null>();
  private readonly usedMs = new Map<string, number>();
  private readonly limits = new Map<string, number>();

  /** Throws `UsageError` when the folder holds no journal that this process may use. */
  constructor(folder: string) {
    this.journal = new Journal(folder);
    for (const each of this.journal.entries) this.learn(each);
  }

  /** What was damaged when it was opened, in words; null when nothing was. */
  get damage(): string | null {
    return this.journal.damage;
  }

  get size(): number {
    return this.runs.size;
  }

  find(key: RunKey): RecordedRun | undefined {
    return this.runs.get(nameOf(key));
  }

  /** The smallest schedule of a failure, null when there is none; undefined when nobody has looked. */
  smallest(key: RunKey): ToldSchedule | null | undefined {
    return this.searches.get(nameOf(key));
  }

  /** Time of workers that went into runs of this code. */
  timeSpentMs(code: string): number {
    return this.usedMs.get(code) ?? 0;
  }

  /** Whether a submission has had that much time, or more, in vain. */
  isCutOff(submission: string, limitMs: number): boolean {
    return (this.limits.get(submission) ?? 0) >= limitMs;
  }

  /** Throws `JournalError` when the disk does not take it. */
  add(entry: Entry): void {
    this.journal.add(entry);
    this.learn(entry);
  }

  /** Waits until all of it would survive a power cut. */
  sync(): void {
    this.journal.sync();
  }

  close(): void {
    this.journal.close();
  }

  private learn(entry: Entry): void {
    if (entry.kind === 'cut-off') {
      this.limits.set(
        entry.submission,
        Math.max(entry.limitMs, this.limits.get(entry.submission) ?? 0),
      );
      return;
    }
    if (entry.kind === 'smallest') {
      this.searches.set(nameOf(entry), entry.smallest);
      return;
    }
    // Two submissions with the same code may have come to the same run at the same time.
    if (this.find(entry) !== undefined) return;
    this.runs.set(nameOf(entry), entry);
    this.usedMs.set(entry.code, this.timeSpentMs(entry.code) + entry.tookMs);
  }
}

function nameOf({ code, scenario, seed, isolation }: RunKey): string {
  return `${code} ${scenario} ${seed} ${isolation}`;
}
