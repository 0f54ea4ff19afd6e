import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import type { RaftWorld } from '../raft-world.ts';
import { inOneTerm } from './candidates.ts';
import { majorityOf } from './sides.ts';
import type { RaftStage } from './stage.ts';

const SOON_MS = 50;

/** How the votes of a term fall: one candidate wins with just a majority, the other has all that are left. */
export interface NarrowVote {
  readonly candidates: readonly [number, number];
  /** Who vote for the winner, besides itself. */
  readonly voters: readonly number[];
  /** Who vote for the other one, besides itself. */
  readonly lost: readonly number[];
}

/** A term that `a` has won, while questions of `b`, which stood last, are still on their way. */
interface NarrowWin {
  readonly a: number;
  readonly b: number;
  readonly term: number;
  /** Lets what `from` asks these servers through, and holds every other question and all appends back. */
  ask(from: number, ...servers: number[]): void;
}

/** Gives the servers their parts in this order: the candidates, and then those who vote. */
export function narrowVote(world: RaftWorld, servers: readonly number[]): NarrowVote {
  const [a = 0, b = 0, ...rest] = servers;
  const count = majorityOf(world);
  const [voters, lost] = [rest.slice(0, count - 1), rest.slice(count - 1)];
  return { candidates: [a, b], voters, lost };
}

/**
 * Waits until both candidates stand in one term, and the first of them has won it so; null when it did not
 * come to that. All others are patient from then on, but for one that is hurried, if any.
 */
export function* winNarrowly(
  stage: RaftStage,
  { candidates, voters, lost }: NarrowVote,
  hurried: number | null = null,
): Steps<NarrowWin | null> {
  const { world } = stage;
  const asked = stage.lookFor({ from: candidates, half: 'request', role: 'vote' });
  const term = yield* inOneTerm(stage, ...candidates);
  if (term === null) return null;
  const b = asked.messages.at(-1)?.from ?? candidates[1];
  const a = candidates[b === candidates[0] ? 1 : 0];
  // A clock's pace counts from the next timer on: the one that a granted vote sets.
  if (hurried !== null) stage.hurry(hurried);
  stage.slow(...stage.others(a).filter((each) => each !== hurried));

  let links: (readonly [from: number, to: number])[] = [];
  const answers = stage.lookFor({ to: b, half: 'reply', role: 'vote' });
  stage.hold(({ from, to, half, role }) => {
    if (half !== 'request' || role === 'other') return false;
    return role !== 'vote' || !links.some(([source, target]) => source === from && target === to);
  });
  const ask: NarrowWin['ask'] = (from, ...servers) => {
    links = servers.map((to) => [from, to] as const);
    for (const to of servers) stage.release({ from, to });
  };
  ask(a, ...voters);
  if (!(yield* until(() => world.view(a).isLeader, SOON_MS))) return null;
  ask(b, ...lost);
  const isAsked = yield* answers.counts(lost.length, SOON_MS);
  return isAsked && world.view(b).term === term ? { a, b, term, ask } : null;
}
