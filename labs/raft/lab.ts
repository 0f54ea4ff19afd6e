import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import { adversaries } from './adversaries/all.ts';
import { describeRaft } from './describe.ts';
import { parity3A } from './scenarios/parity-3a.ts';
import { parity3B } from './scenarios/parity-3b.ts';
import { parity3C } from './scenarios/parity-3c.ts';
import { parity3D } from './scenarios/parity-3d.ts';
import { swarms } from './scenarios/swarm.ts';

/** Parts one after the other; within a part, parity scenarios first. */
function inPartOrder(scenarios: readonly Scenario[]): Scenario[] {
  return scenarios.toSorted((a, b) => a.part.localeCompare(b.part, 'en'));
}

export const lab: Lab = {
  id: 'raft',
  number: 3,
  title: 'Raft',
  modules: { raft: ['src/raft/raft.ts', 'src/raft/raft.js', 'raft.ts', 'raft.js'] },
  programs: {
    server: {
      source: 'submission:raft',
      contract: {
        methods: ['getState', 'start', 'snapshot'],
        callbacks: ['apply'],
        probe: 'getState',
      },
    },
  },
  parts: [
    { id: '3A', title: 'leader election', points: 14, module: 'raft' },
    { id: '3B', title: 'log', points: 22, module: 'raft' },
    { id: '3C', title: 'persistence', points: 26, module: 'raft' },
    { id: '3D', title: 'log compaction', points: 29, module: 'raft' },
  ],
  scenarios: inPartOrder([
    ...parity3A,
    ...parity3B,
    ...parity3C,
    ...parity3D,
    ...swarms,
    ...adversaries,
  ]),
  describe: describeRaft,
};
