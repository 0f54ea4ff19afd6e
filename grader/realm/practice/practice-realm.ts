import type { Run } from '../../../harness/scenario/run.ts';
import type { CompiledSubmission } from '../../compile/compile.ts';
import type { PrepareRun, Realm } from '../realm.ts';
import { heapBytes } from './heap.ts';
import { Lodging, type Isolate } from './lodging.ts';
import { PracticeServers } from './practice-servers.ts';
import { watch, WATCH_MS } from './watch.ts';

/**
 * Events under one watch, finer each time that a run is repeated to find where a rejection came from.
 * Setting a watch costs 0.1 to 1 ms, which 2,000 events (20 to 200 ms) do not notice.
 */
const EVENTS_PER_WATCH = [2_000, 50, 1] as const;

/** The lodgings of each submission: a realm that is warm, and whether it may be shared. */
const lodgings = new Map<Isolate, WeakMap<CompiledSubmission, Lodging>>([
  ['always', new WeakMap()],
  ['when-touched', new WeakMap()],
]);

/** Runs a submission's processes in this process, in vm contexts: fast, and no security boundary. */
export function openPracticeRealm(
  submission: CompiledSubmission,
  isolate: Isolate = 'when-touched',
): Realm {
  const known = lodgings.get(isolate);
  const lodging = known?.get(submission) ?? new Lodging(submission, isolate);
  known?.set(submission, lodging);
  return { play: (prepare) => play(submission, lodging, prepare), heapBytes };
}

/** Node tells of an unhandled rejection only between watches; finer ones around it find the culprit. */
async function play(
  submission: CompiledSubmission,
  lodging: Lodging,
  prepare: PrepareRun,
): Promise<Run> {
  let patience = 1;
  let fineFrom = 0;
  let level = 0;
  for (;;) {
    const servers = new PracticeServers(submission, lodging.realm);
    const run = prepare(servers);
    const end = await tryOut({ run, servers, lodging }, { fineFrom, level, patience });
    if (end.kind !== 'over') lodging.leave();
    if (end.kind === 'unsound') continue;
    if (end.kind === 'starved') patience *= 2;
    else if (end.kind === 'rejected' && level + 1 < EVENTS_PER_WATCH.length) {
      level++;
      fineFrom = end.after;
    } else return run;
  }
}

interface Attempt {
  readonly run: Run;
  readonly servers: PracticeServers;
  readonly lodging: Lodging;
}

interface Watching {
  /** Events up to here go under coarse watches, for nothing happens there. */
  readonly fineFrom: number;
  readonly level: number;
  readonly patience: number;
}

type End =
  | { readonly kind: 'over' }
  /** It was ended from outside, in the middle of a step. */
  | { readonly kind: 'aborted' }
  /** Incarnations may have seen what they should not: nothing of the run counts. */
  | { readonly kind: 'unsound' }
  /** Something was rejected and not handled, at some event later than this. */
  | { readonly kind: 'rejected'; readonly after: number }
  | { readonly kind: 'starved' };

async function tryOut(attempt: Attempt, { fineFrom, level, patience }: Watching): Promise<End> {
  const { run, servers, lodging } = attempt;
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', onRejection);
  try {
    let done = 0;
    for (;;) {
      const step = done < fineFrom ? EVENTS_PER_WATCH[0] : (EVENTS_PER_WATCH[level] ?? 1);
      const upTo = done < fineFrom ? Math.min(fineFrom, done + step) : done + step;
      const more = advance(attempt, upTo, patience);
      if (more === 'starved') return { kind: 'starved' };
      await new Promise((resolve) => setImmediate(resolve));
      if (!lodging.isSound()) return { kind: 'unsound' };
      if (rejections.length > 0) {
        run.abort({ kind: 'crashed', ...servers.blame(rejections[0]), atUs: nowUs(run) });
        return { kind: 'rejected', after: done };
      }
      if (more !== true) return { kind: more };
      done = upTo;
    }
  } finally {
    process.off('unhandledRejection', onRejection);
  }
}

/** Whether there is more to do, once that many events are done. */
function advance(
  { run, servers }: Attempt,
  upTo: number,
  patience: number,
): true | 'over' | 'aborted' | 'starved' {
  const end = watch(() => run.advance(upTo), patience);
  if (end.kind === 'returned') return end.value || 'over';
  if (end.kind === 'starved') return 'starved';
  const message = `${servers.running} did not return within ${WATCH_MS / 1_000} s of processor time: an endless loop`;
  run.abort({ kind: 'overrun', message, atUs: nowUs(run) });
  return 'aborted';
}

function nowUs(run: Run): number {
  return run.result().virtualUs;
}
