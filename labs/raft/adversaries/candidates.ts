import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { PATIENCE_MS, type Stage } from './stage.ts';

/**
 * Holds every question for a vote back until `a` and `b` both stand in one term; gives that term, or
 * null. Where a Raft asks something else before it stands, both ask that at the same moment. What `mute`
 * asks is held back all the time, if there is one.
 */
export function* inOneTerm(
  stage: Stage,
  a: number,
  b: number,
  mute: number | null = null,
): Steps<number | null> {
  const { world } = stage;
  const askedIn = new Map<number, number>();
  const before = new Set<number>();
  let isOpen = false;
  stage.hold = ({ from, half, role }) => {
    if (half === 'request' && from === mute) return true;
    if (half !== 'request' || (from !== a && from !== b))
      return half === 'request' && role === 'vote';
    if (role === 'vote') askedIn.set(from, world.view(from).term);
    if (role === 'other' && !isOpen) before.add(from);
    return role === 'vote' || (role === 'other' && !isOpen);
  };
  const sameTerm = (): boolean => {
    const { term } = world.view(a);
    return world.view(b).term === term && askedIn.get(a) === term && askedIn.get(b) === term;
  };
  yield* until(() => before.size === 2 || sameTerm(), 2 * PATIENCE_MS);
  isOpen = true;
  for (const server of world.all) {
    stage.release(a, server);
    stage.release(b, server);
  }
  return (yield* until(sameTerm, PATIENCE_MS)) ? world.view(a).term : null;
}

/** Slows the clocks of two servers down, and waits until their leader has set their timers anew. */
export function makePatient(stage: Stage, leader: number, ...servers: number[]): Steps<boolean> {
  for (const server of servers) stage.slow(server);
  return beginAnew(stage, leader, ...servers);
}

/** Waits until the leader has called these servers, so that their patience begins anew. */
export function* beginAnew(stage: Stage, leader: number, ...servers: number[]): Steps<boolean> {
  const called = new Set<number>();
  stage.watch = ({ from, to, half }) => {
    if (from === leader && half === 'request') called.add(to);
  };
  return yield* until(() => servers.every((each) => called.has(each)), PATIENCE_MS);
}
