import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import { describeKvRaft } from './describe.ts';
import { adversaries } from './adversaries/all.ts';
import { kv4B } from './scenarios/kv-4b.ts';
import { kv4C } from './scenarios/kv-4c.ts';
import { kvSwarms } from './scenarios/kv-swarm.ts';
import { rsm4A } from './scenarios/rsm-4a.ts';
import { rsmSnapshot } from './scenarios/rsm-4c.ts';
import { rsmSwarms } from './scenarios/rsm-swarm.ts';

/** Parts one after the other; within a part, parity scenarios first. */
function inPartOrder(scenarios: readonly Scenario[]): Scenario[] {
  return scenarios.toSorted((a, b) => a.part.localeCompare(b.part, 'en'));
}

export const lab: Lab = {
  id: 'kvraft',
  number: 4,
  title: 'fault-tolerant key/value service',
  modules: {
    rsm: ['src/kvraft/rsm.ts', 'src/kvraft/rsm.js'],
    'kvraft-server': ['src/kvraft/server.ts', 'src/kvraft/server.js'],
    'kvraft-clerk': ['src/kvraft/clerk.ts', 'src/kvraft/clerk.js'],
  },
  programs: {
    rsm: {
      source: 'programs/rsm-server.ts',
      contract: { methods: ['getState', 'submit'], callbacks: ['report'], probe: 'getState' },
    },
    server: {
      source: 'programs/kv-server.ts',
      contract: { methods: ['getState'], callbacks: [], probe: 'getState' },
    },
    clerk: {
      source: 'programs/clerk.ts',
      contract: { methods: ['get', 'put'], callbacks: [], probe: null },
    },
  },
  parts: [
    { id: '4A', title: 'replicated state machine', points: 10, module: 'rsm' },
    { id: '4B', title: 'key/value service without snapshots', points: 21, module: 'kvraft-server' },
    { id: '4C', title: 'key/value service with snapshots', points: 16, module: 'kvraft-server' },
  ],
  scenarios: inPartOrder([
    ...rsm4A,
    ...kv4B,
    rsmSnapshot,
    ...kv4C,
    ...rsmSwarms,
    ...kvSwarms,
    ...adversaries,
  ]),
  describe: describeKvRaft,
};
