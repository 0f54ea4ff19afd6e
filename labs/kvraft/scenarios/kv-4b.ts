import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { kvRaftScenario, type KvRaftScenario } from '../kv-scenario.ts';
import { everyAnswer } from './kv-every-answer.ts';
import { loadAndFaults } from './kv-load-and-faults.ts';
import { onePartition } from './kv-one-partition.ts';
import { speed } from './kv-speed.ts';

type Given4B = Omit<KvRaftScenario, 'part' | 'points' | 'source'> & { readonly source: string };

const part4B = (given: Given4B): Scenario =>
  kvRaftScenario({ part: '4B', points: 1, ...given, source: `${given.source} (2025, 4B)` });

export const kv4B: readonly Scenario[] = [
  part4B({
    id: 'kv-basic',
    title: 'one client',
    holdsTo: 'Gets and puts answer as the table of versions says.',
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
    holdsTo: 'An operation takes 33.3 ms on average on a quiet network.',
    source: 'TestSpeed4B',
    servers: 3,
    clerks: 1,
    play: speed,
  }),
  part4B({
    id: 'kv-concurrent',
    title: 'many clients',
    holdsTo: 'What many clients are answered is linearizable.',
    source: 'TestConcurrent4B',
    play: (world) => loadAndFaults(world, {}),
  }),
  part4B({
    id: 'kv-unreliable',
    title: 'many clients, unreliable network',
    holdsTo: 'A clerk asks until it is answered, and says ErrMaybe where it cannot know.',
    source: 'TestUnreliable4B; TestUnreliableOneKey4A (2024)',
    network: 'unreliable',
    play: (world) => loadAndFaults(world, { keys: 1 }),
  }),
  part4B({
    id: 'kv-one-partition',
    title: 'progress in the majority only',
    holdsTo: 'No operation is answered in a minority, and all are done within 3 s after the heal.',
    source: 'TestOnePartition4B',
    clerks: 3,
    play: onePartition,
  }),
  part4B({
    id: 'kv-partitions-one-client',
    title: 'partitions, one client',
    holdsTo: 'The service goes on in whichever half has a majority.',
    source: 'TestManyPartitionsOneClient4B',
    clerks: 1,
    play: (world) => loadAndFaults(world, { partitions: true }),
  }),
  part4B({
    id: 'kv-partitions-many-clients',
    title: 'partitions, many clients',
    holdsTo: 'What is answered on either side of a partition is linearizable.',
    source: 'TestManyPartitionsManyClients4B',
    play: (world) => loadAndFaults(world, { partitions: true }),
  }),
  part4B({
    id: 'kv-persist-one-client',
    title: 'all servers restart, one client',
    holdsTo: 'A put that was answered is there after all servers restart.',
    source: 'TestPersistOneClient4B',
    clerks: 1,
    play: (world) => loadAndFaults(world, { crash: true }),
  }),
  part4B({
    id: 'kv-persist',
    title: 'all servers restart, many clients',
    holdsTo: 'A put that was answered is there after all servers restart, with many clients.',
    source: 'TestPersistConcurrent4B',
    play: (world) => loadAndFaults(world, { crash: true }),
  }),
  part4B({
    id: 'kv-persist-unreliable',
    title: 'all servers restart, unreliable network',
    holdsTo: 'A put that is sent again after a restart is carried out once.',
    source: 'TestPersistConcurrentUnreliable4B',
    network: 'unreliable',
    play: (world) => loadAndFaults(world, { crash: true }),
  }),
  part4B({
    id: 'kv-persist-partition',
    title: 'all servers restart, partitions',
    holdsTo: 'Restarts under partitions lose no put that was answered.',
    source: 'TestPersistPartition4B',
    play: (world) => loadAndFaults(world, { crash: true, partitions: true }),
  }),
  part4B({
    id: 'kv-persist-partition-unreliable',
    title: 'restarts, partitions, unreliable network',
    holdsTo: 'The history is linearizable under restarts, partitions and losses at once.',
    source: 'TestPersistPartitionUnreliable4B',
    network: 'unreliable',
    play: (world) => loadAndFaults(world, { crash: true, partitions: true }),
  }),
  part4B({
    id: 'kv-persist-partition-unreliable-7',
    title: 'all of that, seven servers, fifteen clients',
    holdsTo: 'Histories are linearizable with seven servers, fifteen clients and ten keys.',
    source: 'TestPersistPartitionUnreliableLinearizable4B',
    network: 'unreliable',
    servers: 7,
    clerks: 15,
    play: (world) => loadAndFaults(world, { crash: true, partitions: true, keys: 10 }),
  }),
];
