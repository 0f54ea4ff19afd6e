import type { Run } from '../../../harness/scenario/run.ts';
import type { CompiledSubmission } from '../../compile/compile.ts';
import type { PrepareRun, Realm } from '../realm.ts';
import { playInWindows, type Advanced, type Attempt, type Settled } from '../windows.ts';
import { heapBytes } from './heap.ts';
import type { LastCalls } from './last-calls.ts';
import { Lodging, type Isolate } from './lodging.ts';
import { PracticeServers } from './practice-servers.ts';
import { TIME_LIMIT_MS, withinTimeLimit } from './time-limit.ts';

/** The lodgings of each submission: a realm that is warm, and whether it may be shared. */
const lodgings = new Map<Isolate, WeakMap<CompiledSubmission, Lodging>>([
  ['always', new WeakMap()],
  ['when-touched', new WeakMap()],
]);

/**
 * Runs a submission's processes in this process, in vm contexts: fast, and no security boundary. `lastCalls`, if
 * there is one, takes down where they make their calls.
 */
export function openPracticeRealm(
  submission: CompiledSubmission,
  isolate: Isolate = 'when-touched',
  lastCalls: LastCalls | null = null,
): Realm {
  const known = lodgings.get(isolate);
  const lodging = known?.get(submission) ?? new Lodging(submission, isolate);
  known?.set(submission, lodging);
  const play = (prepare: PrepareRun): Promise<Run> =>
    playInWindows(
      (patience) => new PracticeAttempt({ submission, lodging, prepare, patience, lastCalls }),
    );
  // Garbage collection takes the rest.
  return { play, heapBytes, close() {} };
}

/** One try at a run in this process. */
class PracticeAttempt implements Attempt {
  readonly run: Run;
  private readonly servers: PracticeServers;
  private readonly lodging: Lodging;
  private readonly patience: number;
  private readonly rejections: unknown[] = [];
  private readonly onRejection = (reason: unknown): void => void this.rejections.push(reason);

  constructor({
    submission,
    lodging,
    prepare,
    patience,
    lastCalls,
  }: {
    readonly submission: CompiledSubmission;
    readonly lodging: Lodging;
    readonly prepare: PrepareRun;
    readonly patience: number;
    readonly lastCalls: LastCalls | null;
  }) {
    this.servers = new PracticeServers(submission, lodging.realm, lastCalls);
    this.run = prepare(this.servers);
    this.lodging = lodging;
    this.patience = patience;
    process.on('unhandledRejection', this.onRejection);
  }

  advance(upTo: number): Advanced {
    const { run, servers } = this;
    const end = withinTimeLimit(() => run.advance(upTo), this.patience);
    if (end.kind === 'returned') return end.value ? 'more' : 'over';
    if (end.kind === 'starved') return 'starved';
    const message = `${servers.running} did not return within ${TIME_LIMIT_MS / 1_000} s of processor time: an endless loop`;
    run.abort({ kind: 'overrun', message, atUs: run.result().virtualUs });
    return 'aborted';
  }

  async settle(): Promise<Settled> {
    const { rejections, lodging, servers } = this;
    await new Promise((resolve) => setImmediate(resolve));
    const isSound = lodging.isSound();
    return { isSound, blame: rejections.length > 0 ? servers.blame(rejections[0]) : null };
  }

  end(isWhole: boolean): void {
    process.off('unhandledRejection', this.onRejection);
    if (!isWhole) this.lodging.leave();
  }
}
