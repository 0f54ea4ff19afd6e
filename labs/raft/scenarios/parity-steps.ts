import { wait, type Steps } from '../../../harness/scenario/script.ts';
import { mustHave } from '../../verdicts.ts';
import type { RaftWorld } from '../raft-world.ts';

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

/** 6.5840's `one`, with a check of the index when nothing else can have taken it. */
export function* agreeAt(
  world: RaftWorld,
  count: number,
  index: number,
  options: { retry: boolean; size?: number } = { retry: false },
): Steps<void> {
  const got = yield* world.agree(count, options);
  mustBeAt(world, got, index);
}

/** Ends the run unless a command got the index, or one of the indexes, that it must get. */
export function mustBeAt(world: RaftWorld, index: number, ...expected: number[]): void {
  world.demand(
    expected.includes(index),
    'index-exact',
    'Commands take consecutive indexes from 1; nothing else takes a place in the log.',
    `the command got index ${index}, not ${expected.join(' or ')}`,
  );
}

/** The network must have dropped something that a server sent. */
export function mustHaveDropped({ sim }: RaftWorld): void {
  mustHave(sim, sim.calls.dropped > 0, 'no message was dropped');
}

/** Figure 8's pace: mostly up to 12 ms, one time in ten up to half a second. */
export function* figure8Pause({ random }: RaftWorld): Steps<void> {
  yield* wait(random.chance(100_000) ? random.between(0, 499) : random.between(0, 12));
}
