import { allCome } from '../../../harness/adversary/sighting.ts';
import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

/**
 * Holds every question for a vote back until `a` and `b` both stand in one term; returns that term, or
 * null. Where a Raft asks something else before it stands, both ask that at the same moment. What `mute`
 * asks is held back all the time, if there is one.
 */
export function* inOneTerm(
  stage: RaftStage,
  a: number,
  b: number,
  mute: number | null = null,
): Steps<number | null> {
  const { world } = stage;
  const askedIn = new Map<number, number>();
  const before = new Set<number>();
  let isOpen = false;
  stage.hold(({ from, half, role }) => {
    if (half !== 'request') return false;
    if (from === mute) return true;
    if (from !== a && from !== b) return role === 'vote';
    if (role === 'vote') askedIn.set(from, world.view(from).term);
    if (role === 'other' && !isOpen) before.add(from);
    return role === 'vote' || (role === 'other' && !isOpen);
  });
  const sameTerm = (): boolean => {
    const { term } = world.view(a);
    return world.view(b).term === term && askedIn.get(a) === term && askedIn.get(b) === term;
  };
  yield* until(() => before.size === 2 || sameTerm(), 2 * PATIENCE_MS);
  isOpen = true;
  for (const to of world.all) for (const from of [a, b]) stage.release({ from, to });
  return (yield* until(sameTerm, PATIENCE_MS)) ? world.view(a).term : null;
}

/** Slows the clocks of two servers down, and waits until their leader has set their timers anew. */
export function makePatient(
  stage: RaftStage,
  leader: number,
  ...servers: number[]
): Steps<boolean> {
  stage.slow(...servers);
  return beginAnew(stage, leader, ...servers);
}

/** Waits until the leader has called these servers, so that their patience begins anew. */
export function beginAnew(stage: RaftStage, leader: number, ...servers: number[]): Steps<boolean> {
  const calls = servers.map((to) => stage.lookFor({ from: leader, to, half: 'request' }));
  return allCome(calls, PATIENCE_MS);
}
