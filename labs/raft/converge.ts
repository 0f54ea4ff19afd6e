import { until, wait, type Steps } from '../../harness/vocabulary/script.ts';
import type { RaftWorld } from './raft-world.ts';

/** A slow but correct Raft once needed 7 s after the heal; this leaves room. */
export const CONVERGE_MS = 20_000;

/** Ends the chaos; then one leader must emerge and a new command must be applied by all servers. */
export function* converge(world: RaftWorld): Steps<void> {
  const { sim } = world;
  sim.heal();
  const deadlineUs = sim.nowUs + CONVERGE_MS * 1_000;
  const leftMs = (): number => (deadlineUs - sim.nowUs) / 1_000;
  while (leftMs() > 0) {
    const started = world.startAnywhere();
    if (started === null) {
      yield* wait(50);
      continue;
    }
    const { index, command } = started;
    const done = (): boolean =>
      world.applied[index] === command &&
      world.appliedBy(index).length === world.all.length &&
      leaders(world).length === 1;
    // A command can be lost with its leader's term, so a new one is tried before long.
    if (yield* until(done, Math.min(2_000, leftMs()))) return;
  }
  world.stall(`one leader and a new command applied by all servers, ${afterHeal}`);
}

/** Ends the chaos; then one leader must emerge, and every server must be in its term. */
export function* convergeOnLeader(world: RaftWorld): Steps<void> {
  world.sim.heal();
  const done = (): boolean => {
    const [leader, ...others] = leaders(world);
    if (leader === undefined || others.length > 0) return false;
    const { term } = world.view(leader);
    return world.all.every((server) => world.view(server).term === term);
  };
  if (!(yield* until(done, CONVERGE_MS))) {
    world.stall(`one leader and every server in its term, ${afterHeal}`);
  }
}

const afterHeal = `within ${CONVERGE_MS / 1_000} s after every fault was healed`;

function leaders(world: RaftWorld): number[] {
  return world.all.filter((server) => world.view(server).isLeader);
}
