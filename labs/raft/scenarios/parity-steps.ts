import { wait, type Script, type Steps, type Wait } from '../../../harness/scenario/script.ts';
import { VerdictSignal } from '../../../harness/scenario/verdict.ts';
import type { Simulation } from '../../../harness/sim/simulation.ts';
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

/** The test's own chaos must have happened, or its pass means nothing. */
export function mustHave(condition: boolean, what: string): void {
  if (condition) return;
  const message = `the scenario did not do what it stands for: ${what}`;
  throw new VerdictSignal({ kind: 'harness-error', message });
}

/** The network must have dropped something that a server sent. */
export function mustHaveDropped({ sim }: RaftWorld): void {
  mustHave(sim.dropped.messages > 0, 'no message was dropped');
}

/** Ends the run: more was spent than the test allows. */
export function overrun(sim: Simulation, message: string): never {
  throw new VerdictSignal({ kind: 'overrun', message, atUs: sim.nowUs });
}

/** Figure 8's pace: mostly up to 12 ms, one time in ten up to half a second. */
export function* figure8Pause({ random }: RaftWorld): Steps<void> {
  yield* wait(random.chance(100_000) ? random.between(0, 499) : random.between(0, 12));
}

/** Runs several scripts at once in one; ends when all have ended. */
export function* together(sim: Simulation, scripts: readonly Script[]): Steps<void> {
  let branches = scripts.map((script) => ({ script, wait: null as Wait | null, dueUs: 0 }));
  for (;;) {
    const going: typeof branches = [];
    for (const branch of branches) {
      const due = branch.wait === null || sim.nowUs >= branch.dueUs;
      if (due || branch.wait?.until?.() === true) {
        const step = branch.script.next();
        if (step.done === true) continue;
        branch.wait = step.value;
        branch.dueUs = sim.nowUs + step.value.forUs;
      }
      going.push(branch);
    }
    if (going.length === 0) return;
    branches = going;
    yield {
      forUs: Math.max(0, Math.min(...going.map(({ dueUs }) => dueUs)) - sim.nowUs),
      until: () => going.some((branch) => branch.wait?.until?.() === true),
    };
  }
}
