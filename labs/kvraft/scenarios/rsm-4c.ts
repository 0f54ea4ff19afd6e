import { wait } from '../../../harness/vocabulary/script.ts';
import { overrun } from '../../../harness/scenario/verdicts.ts';
import { rsmScenario } from '../rsm-scenario.ts';
import { commitMany, restartAll } from './rsm-4a.ts';

/** 6.5840's maxraftstate, in bytes. */
export const MAX_STATE_BYTES = 1_000;

export const rsmSnapshot = rsmScenario({
  id: 'rsm-snapshot',
  title: 'snapshots of the replicated state machine',
  holdsTo:
    "A snapshot is taken when Raft's state reaches maxStateBytes, and a restart begins from it.",
  part: '4C',
  points: 1,
  source: 'TestSnapshot4C (rsm)',
  maxStateBytes: MAX_STATE_BYTES,
  *play(world) {
    const { sim, cluster } = world;
    const before = yield* commitMany(world, 100);
    yield* world.allHaveAll();
    // A snapshot need not be taken in the very step of the operation that made it due.
    yield* wait(100);
    for (const server of cluster.all) {
      const { stateBytes } = sim.disk(server);
      const limit = 2 * MAX_STATE_BYTES;
      if (stateBytes > limit) {
        overrun(
          sim,
          `server ${server} keeps ${stateBytes} bytes of Raft state after 100 operations, and may ` +
            `keep ${limit}: when it reaches ${MAX_STATE_BYTES}, a snapshot is due`,
        );
      }
    }
    yield* restartAll(world);
    const { position } = yield* world.commit();
    yield* world.allHaveAll();
    cluster.demand(
      position > before,
      {
        id: 'restart-keeps-operations',
        sentence: 'Operations that were carried out before a restart are there after it.',
      },
      `${before} operations were carried out before; the new one is number ${position}`,
    );
  },
});
