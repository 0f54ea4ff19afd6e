import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { JobFact } from '../fact.ts';

/** Where every task takes less than ten seconds and nothing fails: each is begun by one worker, once. */
export const mapOnce = begunOnce('map', (fact) => ('file' in fact ? fact.file : ''));
/** Where each key is told. */
export const reduceKeyOnce = begunOnce('reduce', (fact) => ('key' in fact ? `'${fact.key}'` : ''));
/** Where only the first key of an attempt is told. */
export const reduceTaskOnce = begunOnce('reduce', (fact) =>
  'task' in fact ? `reduce task ${fact.task}` : '',
);

function begunOnce(
  kind: 'map' | 'reduce',
  nameOf: (started: JobFact) => string,
): FactPromise<JobFact> {
  return {
    id: `${kind}-once`,
    sentence: 'A task is handed out again only when 10 s have passed without its being finished.',
    source: 'TestJobCount',
    startCheck() {
      const first = new Map<string, { readonly worker: string; readonly atUs: number }>();
      return (fact) => {
        if (fact.kind !== `${kind}-started` || !('worker' in fact)) return undefined;
        const name = nameOf(fact);
        const before = first.get(name);
        if (before === undefined) {
          first.set(name, fact);
          return undefined;
        }
        return [
          `${fact.worker} began with ${name} at ${seconds(fact.atUs)}`,
          `${before.worker} had begun with it at ${seconds(before.atUs)}`,
          'no worker had failed, and no task took 10 s',
        ];
      };
    },
  };
}
