import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { moveOn } from './rounds.ts';
import { answersTo, carries, PATIENCE_MS, type Stage } from './stage.ts';

/** An AppendEntries of a leader whose term is over comes to a follower of the next one. */
export function* staleAppend(stage: Stage, old: number): Steps<boolean> {
  const { world } = stage;
  const late = new Map<number, string>();
  const stale = world.start(old);
  if (stale === null) return false;
  stage.hold = ({ from, to, half, role, args }) => {
    if (from !== old || half !== 'request' || role !== 'append') return false;
    if (carries(args, stale.command) && !late.has(to)) late.set(to, args);
    return true;
  };
  if (!(yield* until(() => late.size === 2, PATIENCE_MS))) return false;
  stage.cut(old);
  const second = yield* stage.someLeader(stale.term);
  const started = second === null ? null : world.start(second);
  if (second === null || started === null) return false;
  if (!(yield* until(() => world.view(second).lastApplied >= started.index, PATIENCE_MS))) {
    return false;
  }

  // The follower has the new entry, and is not told that it is committed.
  const [follower = old] = stage.others(old, second);
  let isAnswered = false;
  stage.hold = ({ to, half, args }) =>
    half === 'request' && (to !== follower || args !== late.get(follower));
  stage.watch = (message) => {
    const { from, to } = message;
    isAnswered ||=
      from === follower && to === old && answersTo(message, late.get(follower) ?? null);
  };
  stage.join(old);
  stage.release(old, follower);
  yield* until(() => isAnswered, 100);
  const { term } = stage;
  stage.cut(second);
  stage.hold = ({ from, to, half }) => half === 'request' && (from === second || to === second);
  world.sim.calls.release((from) => from !== second);
  return (yield* moveOn(stage, term, 2)) && isAnswered;
}
