import { nativeProcess } from '../../harness/native/native-process.ts';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import { describeMapReduce } from './describe.ts';
import { fileServer } from './files/file-server.ts';
import { isOutput } from './files/output-names.ts';
import { NEWS_CHANNEL } from './news.ts';
import { commitScenarios } from './scenarios/commit.ts';
import { coordinatorScenarios } from './scenarios/coordinator.ts';
import { lateReport } from './scenarios/late-report.ts';
import { handedOutAgain } from './scenarios/lateness.ts';
import { parity1A } from './scenarios/parity-1a.ts';
import { parity1B } from './scenarios/parity-1b.ts';
import { parity1C } from './scenarios/parity-1c.ts';
import { swarmJob } from './scenarios/swarm.ts';
import { ODD_TEXTS } from './texts/all.ts';

/** Parts one after the other; within a part, parity scenarios first. */
function inPartOrder(scenarios: readonly Scenario[]): Scenario[] {
  return scenarios.toSorted((a, b) => a.part.localeCompare(b.part, 'en'));
}

const contract = { methods: [], callbacks: [NEWS_CHANNEL], probe: null };

export const lab: Lab = {
  id: 'mapreduce',
  number: 1,
  title: 'MapReduce',
  modules: {
    coordinator: ['src/mapreduce/coordinator.ts', 'src/mapreduce/coordinator.js'],
    worker: ['src/mapreduce/worker.ts', 'src/mapreduce/worker.js'],
  },
  programs: {
    coordinator: { source: 'programs/coordinator.ts', contract },
    worker: { source: 'programs/worker.ts', contract },
    files: { native: nativeProcess(fileServer(ODD_TEXTS, isOutput)), contract },
  },
  parts: [
    { id: '1A', title: 'word count', points: 5, module: 'worker' },
    { id: '1B', title: 'parallelism', points: 6, module: 'coordinator' },
    { id: '1C', title: 'crashes', points: 9, module: 'coordinator' },
  ],
  scenarios: inPartOrder([
    ...parity1A,
    ...parity1B,
    ...parity1C,
    ...coordinatorScenarios,
    ...commitScenarios,
    handedOutAgain,
    lateReport,
    swarmJob,
  ]),
  describe: describeMapReduce,
};
