import type { Lab } from '../../harness/scenario/scenario.ts';
import { describeRaft } from './describe.ts';
import { parity3A } from './scenarios/parity-3a.ts';

export const lab: Lab = {
  id: 'raft',
  number: 3,
  title: 'Raft',
  entries: ['src/raft/raft.ts', 'src/raft/raft.js', 'raft.ts', 'raft.js'],
  contract: { methods: ['getState', 'start', 'snapshot'], callbacks: ['apply'], probe: 'getState' },
  parts: [
    { id: '3A', title: 'leader election', points: 12 },
    { id: '3B', title: 'log', points: 20 },
    { id: '3C', title: 'persistence', points: 18 },
    { id: '3D', title: 'log compaction', points: 20 },
  ],
  scenarios: [...parity3A],
  describe: describeRaft,
};
