import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { jobScenario, JOB_MS } from '../job-scenario.ts';

const oneWorker = jobScenario({
  id: 'one-worker',
  title: 'word count with one worker',
  part: '1A',
  points: 1,
  source: 'TestWc, on one worker',
  workers: 1,
  app: { name: 'word-count', mapMs: [100, 500] },
  play: (world) => world.finish(JOB_MS),
});

const wordCount = jobScenario({
  id: 'word-count',
  title: 'word count',
  part: '1A',
  points: 1,
  source: 'TestWc',
  workers: 3,
  app: { name: 'word-count', mapMs: [100, 500] },
  play: (world) => world.finish(JOB_MS),
});

const indexer = jobScenario({
  id: 'indexer',
  title: 'indexer',
  part: '1A',
  points: 2,
  source: 'TestIndexer',
  workers: 2,
  app: { name: 'indexer', mapMs: [100, 500] },
  play: (world) => world.finish(JOB_MS),
});

const anyText = jobScenario({
  id: 'any-text',
  title: 'keys and values of any text',
  part: '1A',
  points: 1,
  source: 'MapReduce paper, 2.2: types of keys and values; beyond 6.5840',
  seeds: 5,
  workers: 2,
  app: { name: 'openings', mapMs: [100, 500] },
  play: (world) => world.finish(JOB_MS),
});

export const parity1A: readonly Scenario[] = [oneWorker, wordCount, indexer, anyText];
