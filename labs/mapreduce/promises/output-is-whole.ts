import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { JobFact } from '../fact.ts';
import { outputDifference } from '../output-difference.ts';

/** Checked at every change of such a file, so that nobody can ever have read anything else. */
export const outputIsWhole: FactPromise<JobFact> = {
  id: 'output-is-whole',
  sentence:
    'A file under an output name holds, from its first moment on, exactly what doing one task ' +
    'after the other would give.',
  source: 'MapReduce paper, 3.3: atomic commits of task outputs',
  startCheck() {
    let outputs: ReadonlyMap<string, string> = new Map();
    return (fact) => {
      if (fact.kind === 'job') outputs = fact.outputs;
      if (fact.kind !== 'output' || fact.contents === null) return undefined;
      const difference = outputDifference(fact.name, fact.contents, outputs);
      return difference === undefined ? undefined : [difference];
    };
  },
};
