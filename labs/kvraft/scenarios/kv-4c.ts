import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { kvScenario, type KvScenario } from '../kv-scenario.ts';
import { loadAndFaults } from './kv-load-and-faults.ts';
import { snapshotRpc, snapshotSize } from './kv-snapshots.ts';
import { speed } from './kv-speed.ts';
import { MAX_STATE_BYTES } from './rsm-4c.ts';

type Given4C = Omit<KvScenario, 'part' | 'points' | 'maxStateBytes'>;

const part4C = (given: Given4C): Scenario =>
  kvScenario({
    part: '4C',
    points: 1,
    maxStateBytes: MAX_STATE_BYTES,
    ...given,
    source: `${given.source} (2025, 4C)`,
  });

export const kv4C: readonly Scenario[] = [
  part4C({
    id: 'kv-snapshot-rpc',
    title: 'a server that missed too much gets the snapshot',
    source: 'TestSnapshotRPC4C',
    servers: 3,
    clerks: 1,
    play: snapshotRpc,
  }),
  part4C({
    id: 'kv-snapshot-size',
    title: 'snapshots are reasonably small',
    source: 'TestSnapshotSize4C',
    servers: 3,
    clerks: 1,
    play: snapshotSize,
  }),
  part4C({
    id: 'kv-snapshot-speed',
    title: 'snapshots do not make operations slow',
    source: 'TestSpeed4C',
    servers: 3,
    clerks: 1,
    play: speed,
  }),
  part4C({
    id: 'kv-snapshot-recover',
    title: 'all servers restart from snapshots, one client',
    source: 'TestSnapshotRecover4C',
    clerks: 1,
    play: (world) => loadAndFaults(world, { crash: true }),
  }),
  part4C({
    id: 'kv-snapshot-recover-many',
    title: 'all servers restart from snapshots, twenty clients',
    source: 'TestSnapshotRecoverManyClients4C',
    clerks: 20,
    play: (world) => loadAndFaults(world, { crash: true }),
  }),
  part4C({
    id: 'kv-snapshot-unreliable',
    title: 'snapshots, unreliable network',
    source: 'TestSnapshotUnreliable4C',
    network: 'unreliable',
    play: (world) => loadAndFaults(world, {}),
  }),
  part4C({
    id: 'kv-snapshot-unreliable-recover',
    title: 'all servers restart from snapshots, unreliable network',
    source: 'TestSnapshotUnreliableRecover4C',
    network: 'unreliable',
    play: (world) => loadAndFaults(world, { crash: true }),
  }),
  part4C({
    id: 'kv-snapshot-unreliable-recover-partition',
    title: 'the same with partitions',
    source: 'TestSnapshotUnreliableRecoverConcurrentPartition4C',
    network: 'unreliable',
    play: (world) => loadAndFaults(world, { crash: true, partitions: true }),
  }),
  part4C({
    id: 'kv-snapshot-unreliable-recover-partition-7',
    title: 'the same, seven servers and fifteen clients',
    source: 'TestSnapshotUnreliableRecoverConcurrentPartitionLinearizable4C',
    network: 'unreliable',
    servers: 7,
    clerks: 15,
    play: (world) => loadAndFaults(world, { crash: true, partitions: true, keys: 100 }),
  }),
];
