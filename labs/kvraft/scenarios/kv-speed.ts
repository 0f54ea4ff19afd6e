import type { Steps } from '../../../harness/vocabulary/script.ts';
import { overrun } from '../../../harness/scenario/verdicts.ts';
import type { KvWorld } from '../kv-world.ts';

/** 6.5840's number, and fewer where the log only grows: the average is the same. */
const OPERATIONS = 1_000;
const OPERATIONS_WITHOUT_SNAPSHOTS = 300;
/** 6.5840's: three operations for each of ten heartbeats a second, so nothing waits for a heartbeat. */
const OPERATION_MAX_MS = 100 / 3;

/** One client's puts and gets, one after the other: none waits for a heartbeat or a poll for long. */
export function* speed(world: KvWorld): Steps<void> {
  const { sim } = world;
  const clerk = world.clerk(0);
  // An election is not the service's own time.
  yield* clerk.get('x');
  const startUs = sim.nowUs;
  const operations = world.maxStateBytes === null ? OPERATIONS_WITHOUT_SNAPSHOTS : OPERATIONS;
  for (let done = 0; done < operations; done++) {
    if (done % 2 === 0) yield* clerk.put('x', `value ${done}`, done / 2);
    else yield* clerk.get('x');
  }
  const eachMs = (sim.nowUs - startUs) / 1_000 / operations;
  world.demandLinearizable();
  if (eachMs <= OPERATION_MAX_MS) return;
  overrun(
    sim,
    `an operation took ${eachMs.toFixed(1)} ms on average, and may take ` +
      `${OPERATION_MAX_MS.toFixed(1)}: hand commands to the followers at once, and answer when applied`,
  );
}
