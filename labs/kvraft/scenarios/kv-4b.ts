import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { kvScenario, type KvScenario } from '../kv-scenario.ts';
import { everyAnswer } from './kv-every-answer.ts';
import { loadAndFaults } from './kv-load-and-faults.ts';
import { onePartition } from './kv-one-partition.ts';
import { speed } from './kv-speed.ts';

type Given4B = Omit<KvScenario, 'part' | 'points' | 'source'> & { readonly source: string };

const part4B = (given: Given4B): Scenario =>
  kvScenario({ part: '4B', points: 1, ...given, source: `${given.source} (2025, 4B)` });

export const kv4B: readonly Scenario[] = [
  part4B({
    id: 'kv-basic',
    title: 'one client',
    source: 'TestBasic4B',
    clerks: 1,
    *play(world) {
      yield* everyAnswer(world);
      yield* loadAndFaults(world, {});
    },
  }),
  part4B({
    id: 'kv-speed',
    title: 'operations take about two round trips',
    source: 'TestSpeed4B',
    servers: 3,
    clerks: 1,
    play: speed,
  }),
  part4B({
    id: 'kv-concurrent',
    title: 'many clients',
    source: 'TestConcurrent4B',
    play: (world) => loadAndFaults(world, {}),
  }),
  part4B({
    id: 'kv-unreliable',
    title: 'many clients, unreliable network',
    source: 'TestUnreliable4B; TestUnreliableOneKey4A (2024)',
    network: 'unreliable',
    play: (world) => loadAndFaults(world, { keys: 1 }),
  }),
  part4B({
    id: 'kv-one-partition',
    title: 'progress in the majority, none in the minority',
    source: 'TestOnePartition4B',
    clerks: 3,
    play: onePartition,
  }),
  part4B({
    id: 'kv-partitions-one-client',
    title: 'partitions, one client',
    source: 'TestManyPartitionsOneClient4B',
    clerks: 1,
    play: (world) => loadAndFaults(world, { partitions: true }),
  }),
  part4B({
    id: 'kv-partitions-many-clients',
    title: 'partitions, many clients',
    source: 'TestManyPartitionsManyClients4B',
    play: (world) => loadAndFaults(world, { partitions: true }),
  }),
  part4B({
    id: 'kv-persist-one-client',
    title: 'all servers restart, one client',
    source: 'TestPersistOneClient4B',
    clerks: 1,
    play: (world) => loadAndFaults(world, { crash: true }),
  }),
  part4B({
    id: 'kv-persist',
    title: 'all servers restart, many clients',
    source: 'TestPersistConcurrent4B',
    play: (world) => loadAndFaults(world, { crash: true }),
  }),
  part4B({
    id: 'kv-persist-unreliable',
    title: 'all servers restart, unreliable network',
    source: 'TestPersistConcurrentUnreliable4B',
    network: 'unreliable',
    play: (world) => loadAndFaults(world, { crash: true }),
  }),
  part4B({
    id: 'kv-persist-partition',
    title: 'all servers restart, partitions',
    source: 'TestPersistPartition4B',
    play: (world) => loadAndFaults(world, { crash: true, partitions: true }),
  }),
  part4B({
    id: 'kv-persist-partition-unreliable',
    title: 'all servers restart, partitions, unreliable network',
    source: 'TestPersistPartitionUnreliable4B',
    network: 'unreliable',
    play: (world) => loadAndFaults(world, { crash: true, partitions: true }),
  }),
  part4B({
    id: 'kv-persist-partition-unreliable-7',
    title: 'the same, seven servers and fifteen clients',
    source: 'TestPersistPartitionUnreliableLinearizable4B',
    network: 'unreliable',
    servers: 7,
    clerks: 15,
    play: (world) => loadAndFaults(world, { crash: true, partitions: true, keys: 10 }),
  }),
];
