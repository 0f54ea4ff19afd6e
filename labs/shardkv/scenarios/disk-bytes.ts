import { overrun } from '../../../harness/scenario/verdicts.ts';
import { nameOf } from '../../../harness/vocabulary/role.ts';
import type { ShardWorld } from '../shard-world.ts';

/** 6.5840's sum for 30 values of 1,000 bytes on nine servers: three copies of each, and some room. */
const TOTAL_BYTES_MAX = 117_000;

/** Ends the run unless the disks hold no more than the 30 values of 1,000 bytes need. */
export function demandDeleted(world: ShardWorld): void {
  const total = bytesOfAll(world);
  if (total > TOTAL_BYTES_MAX) {
    const { sim } = world;
    const each = world.shardServers.map(
      (server) => `${nameOf(sim.processes, server)}: ${bytesOf(world, server)}`,
    );
    overrun(
      sim,
      `the servers' disks hold ${total} bytes, and may hold ${TOTAL_BYTES_MAX}: 30 values of 1,000 ` +
        `bytes, three times each, and some room. By server: ${each.join(', ')}`,
    );
  }
}

/** Whether no more is on the disks than the 30 values need. */
export function isDeleted(world: ShardWorld): boolean {
  return bytesOfAll(world) <= TOTAL_BYTES_MAX;
}

function bytesOfAll(world: ShardWorld): number {
  return world.shardServers.reduce((sum, server) => sum + bytesOf(world, server), 0);
}

function bytesOf({ sim }: ShardWorld, server: number): number {
  const { stateBytes, snapshotBytes: ofSnapshot } = sim.disk(server);
  return stateBytes + ofSnapshot;
}
