import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { kvRaftScenario, type KvRaftScenario } from '../kv-scenario.ts';
import { loadAndFaults } from './kv-load-and-faults.ts';
import { snapshotRpc, snapshotSize } from './kv-snapshots.ts';
import { speed } from './kv-speed.ts';
import { MAX_STATE_BYTES } from './rsm-4c.ts';

type Given4C = Omit<KvRaftScenario, 'part' | 'points' | 'maxStateBytes'>;

const part4C = (given: Given4C): Scenario =>
  kvRaftScenario({
    part: '4C',
    points: 1,
    maxStateBytes: MAX_STATE_BYTES,
    ...given,
    source: `${given.source} (2025, 4C)`,
  });

export const kv4C: readonly Scenario[] = [
  part4C({
    id: 'kv-snapshot-rpc',
    title: 'a server far behind gets the snapshot',
    holdsTo:
      'A server that missed more than the log still has is brought up by a snapshot, and can serve.',
    source: 'TestSnapshotRPC4C',
    servers: 3,
    clerks: 1,
    play: snapshotRpc,
  }),
  part4C({
    id: 'kv-snapshot-size',
    title: 'snapshots are reasonably small',
    holdsTo: "Neither Raft's state nor the snapshot grows with the history.",
    source: 'TestSnapshotSize4C',
    servers: 3,
    clerks: 1,
    play: snapshotSize,
  }),
  part4C({
    id: 'kv-snapshot-speed',
    title: 'snapshots do not make operations slow',
    holdsTo: 'Snapshots leave an operation its 33.3 ms.',
    source: 'TestSpeed4C',
    servers: 3,
    clerks: 1,
    play: speed,
  }),
  part4C({
    id: 'kv-snapshot-recover',
    title: 'restarts from snapshots, one client',
    holdsTo: 'A put that was answered is there after a restart from snapshots.',
    source: 'TestSnapshotRecover4C',
    clerks: 1,
    play: (world) => loadAndFaults(world, { crash: true }),
  }),
  part4C({
    id: 'kv-snapshot-recover-many',
    title: 'restarts from snapshots, twenty clients',
    holdsTo:
      'What was answered is there after a restart, with twenty clients and snapshots all the time.',
    source: 'TestSnapshotRecoverManyClients4C',
    clerks: 20,
    play: (world) => loadAndFaults(world, { crash: true }),
  }),
  part4C({
    id: 'kv-snapshot-unreliable',
    title: 'snapshots, unreliable network',
    holdsTo: 'Snapshots on a lossy network change no answer.',
    source: 'TestSnapshotUnreliable4C',
    network: 'unreliable',
    play: (world) => loadAndFaults(world, {}),
  }),
  part4C({
    id: 'kv-snapshot-unreliable-recover',
    title: 'restarts from snapshots, unreliable network',
    holdsTo: 'Restarts from snapshots on a lossy network change no answer.',
    source: 'TestSnapshotUnreliableRecover4C',
    network: 'unreliable',
    play: (world) => loadAndFaults(world, { crash: true }),
  }),
  part4C({
    id: 'kv-snapshot-unreliable-recover-partition',
    title: 'restarts from snapshots, partitions',
    holdsTo: 'The history is linearizable with snapshots, restarts and partitions at once.',
    source: 'TestSnapshotUnreliableRecoverConcurrentPartition4C',
    network: 'unreliable',
    play: (world) => loadAndFaults(world, { crash: true, partitions: true }),
  }),
  part4C({
    id: 'kv-snapshot-unreliable-recover-partition-7',
    title: 'snapshots, seven servers, fifteen clients',
    holdsTo: 'Histories are linearizable with seven servers, fifteen clients and a hundred keys.',
    source: 'TestSnapshotUnreliableRecoverConcurrentPartitionLinearizable4C',
    network: 'unreliable',
    servers: 7,
    clerks: 15,
    play: (world) => loadAndFaults(world, { crash: true, partitions: true, keys: 100 }),
  }),
];
