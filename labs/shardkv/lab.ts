import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import { describeShards } from './describe.ts';
import { adversaries } from './adversaries/all.ts';
import { challenges } from './scenarios/challenges.ts';
import { parity5A } from './scenarios/parity-5a.ts';
import { parity5B } from './scenarios/parity-5b.ts';
import { parity5BLoad } from './scenarios/parity-5b-load.ts';
import { parity5C } from './scenarios/parity-5c.ts';
import { switchedOff } from './switched-off.ts';

/** Parts one after the other; within a part, parity scenarios first. */
function inPartOrder(scenarios: readonly Scenario[]): Scenario[] {
  return scenarios.toSorted((a, b) => a.part.localeCompare(b.part, 'en'));
}

const SERVER = { methods: [], callbacks: [], probe: null };

export const lab: Lab = {
  id: 'shardkv',
  number: 5,
  title: 'sharded key/value store',
  modules: {
    controller: ['src/shardkv/controller.ts', 'src/shardkv/controller.js'],
    admin: ['src/shardkv/admin.ts', 'src/shardkv/admin.js'],
    'shard-server': ['src/shardkv/server.ts', 'src/shardkv/server.js'],
    'shard-clerk': ['src/shardkv/clerk.ts', 'src/shardkv/clerk.js'],
  },
  programs: {
    controller: { source: 'programs/controller.ts', contract: SERVER },
    'shard-server': { source: 'programs/shard-server.ts', contract: SERVER },
    'switched-off': { native: switchedOff, contract: SERVER },
    admin: {
      source: 'programs/admin.ts',
      contract: { ...SERVER, methods: ['join', 'leave', 'move', 'query'] },
    },
    'shard-clerk': {
      source: 'programs/shard-clerk.ts',
      contract: { ...SERVER, methods: ['get', 'put'] },
    },
  },
  parts: [
    { id: '5A', title: 'the shard controller', points: 12, module: 'controller' },
    { id: '5B', title: 'moving shards', points: 25, module: 'shard-server' },
    { id: '5C', title: 'failed and concurrent reconfiguration', points: 12, module: 'controller' },
    { id: '5D', title: 'challenges', points: 6, module: 'shard-server' },
  ],
  scenarios: inPartOrder([
    ...parity5A,
    ...parity5B,
    ...parity5BLoad,
    ...parity5C,
    ...challenges,
    ...adversaries,
  ]),
  describe: describeShards,
};
