import type { Timed } from '../program-order.ts';

/** A value's way through a queue: no other has the same value. */
interface Passage {
  readonly enqueue: Timed;
  /** Undefined if nobody is known to have taken it out. */
  dequeue: Timed | undefined;
}

/** An operation on a queue. What a dequeue of unknown end took out, nobody knows. */
export interface QueueStep extends Timed {
  readonly kind: 'enqueue' | 'dequeue' | 'empty' | 'maybe-dequeue';
  readonly value: string;
}

/**
 * Decides a queue of values that are all different, by its times alone. There is an order exactly if no
 * value comes out that is not in, or twice; no two come out the other way round; none stays while one that
 * came later goes; and whoever found it empty had an instant at which nothing was surely in it (Bouajjani,
 * Emmi, Enea and Hamza 2018, On reducing linearizability to state reachability).
 *
 * Undefined if it depends on what dequeues of unknown end took out.
 */
export function decideByPassages(steps: readonly QueueStep[]): 'holds' | 'violated' | undefined {
  const passages = passagesOf(steps);
  if (passages === undefined) return 'violated';
  const maybes = steps.filter(({ kind }) => kind === 'maybe-dequeue');
  const wasAssigned = assign(passages, maybes);
  if (wasAssigned === 'impossible' || !keepOrder(passages)) return 'violated';
  if (steps.every((step) => step.kind !== 'empty' || hasGap(step, passages))) return 'holds';
  return maybes.length > 0 ? undefined : 'violated';
}

/** Undefined if a value came out that was not in, or twice. */
function passagesOf(steps: readonly QueueStep[]): readonly Passage[] | undefined {
  const byValue = new Map<string, Passage>();
  for (const step of steps) {
    if (step.kind === 'enqueue') byValue.set(step.value, { enqueue: step, dequeue: undefined });
  }
  for (const step of steps) {
    if (step.kind !== 'dequeue') continue;
    const passage = byValue.get(step.value);
    if (passage === undefined || passage.dequeue !== undefined) return undefined;
    if (step.returnTime < passage.enqueue.callTime) return undefined;
    passage.dequeue = step;
  }
  // One that may have been put in, and was not seen, need not have been.
  return [...byValue.values()].filter(
    ({ enqueue, dequeue }) => dequeue !== undefined || enqueue.returnTime !== Infinity,
  );
}

/**
 * What is left in the queue, though one that came surely later went out, was taken out by somebody who does
 * not know: the most pressing by whoever called first.
 */
function assign(passages: readonly Passage[], maybes: readonly Timed[]): 'done' | 'impossible' {
  const gone = passages.filter(({ dequeue }) => dequeue !== undefined);
  const byCall = gone.toSorted((a, b) => b.enqueue.callTime - a.enqueue.callTime);
  const left = passages
    .filter(({ dequeue }) => dequeue === undefined)
    .toSorted((a, b) => b.enqueue.returnTime - a.enqueue.returnTime);
  const pressing: { readonly passage: Passage; readonly deadline: number }[] = [];
  let deadline = Infinity;
  let next = 0;
  for (const passage of left) {
    for (; next < byCall.length; next++) {
      const later = byCall[next];
      if (later === undefined || later.enqueue.callTime <= passage.enqueue.returnTime) break;
      deadline = Math.min(deadline, later.dequeue?.returnTime ?? Infinity);
    }
    if (deadline !== Infinity) pressing.push({ passage, deadline });
  }
  const takers = maybes.toSorted((a, b) => a.callTime - b.callTime);
  for (const { passage, deadline: latest } of pressing.toSorted(
    (a, b) => a.deadline - b.deadline,
  )) {
    const taker = takers.shift();
    if (taker === undefined || taker.callTime > latest) return 'impossible';
    passage.dequeue = taker;
  }
  return 'done';
}

/** Whether no value came surely in before another, and surely out after it. */
function keepOrder(passages: readonly Passage[]): boolean {
  const byReturn = passages.toSorted((a, b) => a.enqueue.returnTime - b.enqueue.returnTime);
  const byCall = passages.toSorted((a, b) => a.enqueue.callTime - b.enqueue.callTime);
  let earlier = 0;
  let latestOut = -Infinity;
  for (const { enqueue, dequeue } of byCall) {
    for (; earlier < byReturn.length; earlier++) {
      const before = byReturn[earlier];
      if (before === undefined || before.enqueue.returnTime >= enqueue.callTime) break;
      latestOut = Math.max(latestOut, before.dequeue?.callTime ?? Infinity);
    }
    if ((dequeue?.returnTime ?? Infinity) < latestOut) return false;
  }
  return true;
}

/** Whether there is an instant at which it can have been empty. */
function hasGap({ callTime, returnTime }: Timed, passages: readonly Passage[]): boolean {
  const stays = passages
    .map(({ enqueue, dequeue }) => [enqueue.returnTime, dequeue?.callTime ?? Infinity] as const)
    .filter(([from, to]) => from < callTime || (from < returnTime && from < to))
    .toSorted(([a], [b]) => a - b);
  let free = callTime;
  for (const [from, to] of stays) {
    if (from >= free) break;
    free = Math.max(free, to);
  }
  return free <= returnTime;
}
