import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { JobFact } from '../fact.ts';

/** A reduce task without any key may leave no file: to a reader that is the same. */
export const doneAfterOutput: FactPromise<JobFact> = {
  id: 'done-after-output',
  sentence: 'When done() says that the job is finished, every output file is there, and stays.',
  source: 'TestEarlyExit',
  startCheck() {
    let isDone = false;
    const missing = new Set<string>();
    return (fact) => {
      if (fact.kind === 'job') {
        for (const [name, contents] of fact.outputs) if (contents !== '') missing.add(name);
      }
      if (fact.kind === 'output') {
        if (fact.contents !== null) missing.delete(fact.name);
        else if (isDone) return [`${fact.name} was removed after the job was done`];
        else missing.add(fact.name);
      }
      if (fact.kind !== 'done') return undefined;
      isDone = true;
      if (missing.size === 0) return undefined;
      return [`done() returned true, but there is no ${[...missing].join(', ')}`];
    };
  },
};
