import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { JobFact } from '../fact.ts';

export const reduceAfterMaps: FactPromise<JobFact> = {
  id: 'reduce-after-maps',
  sentence: 'No key is reduced before every input file has been mapped.',
  source: 'MapReduce paper, 3.1',
  startCheck() {
    const unmapped = new Set<string>();
    return (fact) => {
      if (fact.kind === 'job') for (const file of fact.files) unmapped.add(file);
      if (fact.kind === 'map-ended') unmapped.delete(fact.file);
      if (fact.kind !== 'reduce-started' || unmapped.size === 0) return undefined;
      return [
        `${fact.worker} called reduce for '${fact.key}' of reduce task ${fact.task}`,
        `no call of map has ended for ${[...unmapped].join(', ')}`,
      ];
    };
  },
};
