import { wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import { OWN_ENTRY, type RaftWorld } from '../raft-world.ts';

/** 6.5840's RaftElectionTimeout: time in which any correct Raft has seen that a leader is gone. */
export const ELECTION_MS = 1_000;

/** Cuts servers off the network. */
export function cut({ sim }: RaftWorld, ...servers: number[]): void {
  for (const server of servers) sim.inject({ kind: 'disconnect', server });
}

/** Puts servers back on the network. */
export function join({ sim }: RaftWorld, ...servers: number[]): void {
  for (const server of servers) sim.inject({ kind: 'connect', server });
}

export function crash({ sim }: RaftWorld, ...servers: number[]): void {
  for (const server of servers) sim.inject({ kind: 'crash', server });
}

/** Starts servers that are down and puts them on the network. */
export function revive(world: RaftWorld, ...servers: number[]): void {
  for (const server of servers) world.sim.inject({ kind: 'restart', server });
  join(world, ...servers);
}

/**
 * 6.5840's `one`, where no other command can have taken an index since the one at `last`. Leaders' own
 * entries may: those in between must be such. Returns the command's index.
 */
export function* agreeNext(
  world: RaftWorld,
  count: number,
  last: number,
  options: { retry: boolean; size?: number } = { retry: false },
): Steps<number> {
  const index = yield* world.agree(count, options);
  mustFollow(world, { index, term: world.termAt(index) }, last);
  mustBeOwnEntries(world, last + 1, index - 1);
  return index;
}

/**
 * Ends the run unless a command got the next index after `last`. Up to `leftovers` commands of old leaders
 * may stand between, and an entry of each leader that was elected since.
 */
export function mustFollow(
  world: RaftWorld,
  { index, term }: { readonly index: number; readonly term: number },
  last: number,
  leftovers = 0,
): void {
  const most = last + 1 + leftovers + Math.max(0, term - world.termAt(last));
  const expected = most === last + 1 ? `${most}` : `${last + 1} to ${most}`;
  world.demand(
    last < index && index <= most,
    {
      id: 'indexes-consecutive',
      sentence:
        'Commands take consecutive indexes from 1; only an entry that a new leader appends for itself may stand between.',
    },
    `the command got index ${index} in term ${term}; expected ${expected}`,
  );
}

/** Ends the run if a command was applied at these indexes: none was started that could be there. */
export function mustBeOwnEntries(world: RaftWorld, first: number, last: number): void {
  for (let index = first; index <= last; index++) {
    const command = world.applied[index];
    world.demand(
      command === undefined || command === OWN_ENTRY,
      {
        id: 'nothing-unasked',
        sentence:
          'Nothing is applied that was not started, but for an entry without a command of a new leader.',
      },
      `index ${index} was applied with ${command}, where no command could be`,
    );
  }
}

/** The network must have dropped something that a server sent. */
export function mustHaveDropped({ sim }: RaftWorld): void {
  mustHave(sim, sim.calls.dropped > 0, 'no message was dropped');
}

/** Figure 8's pace: mostly up to 12 ms, one time in ten up to half a second. */
export function* figure8Pause({ random }: RaftWorld): Steps<void> {
  yield* wait(random.chance(100_000) ? random.between(0, 499) : random.between(0, 12));
}
