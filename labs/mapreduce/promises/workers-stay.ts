import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { JobFact } from '../fact.ts';

/** Only where nothing fails: a worker that hears nothing of its coordinator for long may give up. */
export const workersStay: FactPromise<JobFact> = {
  id: 'workers-stay',
  about: 'progress',
  sentence: 'No worker exits before all output is there: a task of another may yet fall to it.',
  source: 'TestEarlyExit',
  startCheck() {
    let mayExit = false;
    const missing = new Set<string>();
    return (fact) => {
      if (fact.kind === 'job') {
        mayExit = fact.mayWorkersExit;
        for (const [name, contents] of fact.outputs) if (contents !== '') missing.add(name);
      }
      if (fact.kind === 'output') missing.delete(fact.name);
      if (fact.kind !== 'worker-exited' || mayExit || missing.size === 0) return undefined;
      return [`${fact.worker} exited while there was no ${[...missing].join(', ')}`];
    };
  },
};
