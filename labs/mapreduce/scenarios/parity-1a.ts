import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { jobScenario, JOB_MS } from '../job-scenario.ts';
import { ODD_TEXTS } from '../texts/all.ts';

const oneWorker = jobScenario({
  id: 'one-worker',
  title: 'word count with one worker',
  part: '1A',
  points: 1,
  source: 'TestWc, on one worker',
  holdsTo:
    'A reduce task leaves one file, with a line for each of its keys, in their order; and all processes end.',
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
  holdsTo: 'All pairs of one key, from whatever file and worker, come together in one reduce task.',
  workers: 3,
  app: { name: 'word-count', mapMs: [100, 500] },
  play: (world) => world.finish(JOB_MS),
});

const indexer = jobScenario({
  id: 'indexer',
  title: 'indexer',
  part: '1A',
  points: 1,
  source: 'TestIndexer',
  holdsTo: 'The same coordinator and workers run any job that has a map and a reduce function.',
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
  holdsTo: 'Keys and values are any text: with blanks, tabs or line ends in them, or empty.',
  seeds: 5,
  workers: 2,
  app: { name: 'openings', mapMs: [100, 500] },
  play: (world) => world.finish(JOB_MS),
});

const oddKeys = jobScenario({
  id: 'odd-keys',
  title: 'words that every object has as members',
  part: '1A',
  points: 1,
  source: 'MapReduce paper, 4.1, 4.2: any key, and the order of keys; beyond 6.5840',
  holdsTo: 'Keys are any text, also what a language has a use for; lines go by `<` of their keys.',
  seeds: 5,
  workers: 3,
  reduceTasks: 12,
  texts: ODD_TEXTS,
  app: { name: 'tokens', mapMs: [100, 500] },
  play: (world) => world.finish(JOB_MS),
});

export const parity1A: readonly Scenario[] = [oneWorker, wordCount, indexer, anyText, oddKeys];
