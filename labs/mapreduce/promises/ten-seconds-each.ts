import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import { startBeginnings, type Beginning } from '../attempts.ts';
import type { JobFact } from '../fact.ts';

/** Ten seconds, less the time from the handing out of a task to the first sign of it. */
const AGAIN_MS_MIN = 9_900;

/** Not of a straggler: when it goes on, it may begin with what it was given long before. */
export function tenSecondsEach(isStraggler: (worker: string) => boolean): FactPromise<JobFact> {
  return {
    id: 'ten-seconds-each',
    about: 'progress',
    sentence: 'A task is handed out again only when 10 s have passed since it was handed out last.',
    source: 'MapReduce paper, 3.3; 6.5840 Lab 1',
    startCheck() {
      const beginningOf = startBeginnings();
      const newest = new Map<string, Beginning>();
      return (fact) => {
        const beginning = beginningOf(fact);
        if (beginning === undefined || isStraggler(beginning.worker)) return undefined;
        const { task, worker, atUs } = beginning;
        const last = newest.get(task);
        newest.set(task, beginning);
        if (last === undefined || atUs - last.atUs >= AGAIN_MS_MIN * 1_000) return undefined;
        return [
          `${worker} began with ${task} at ${seconds(atUs)}`,
          `${last.worker} had begun with it at ${seconds(last.atUs)}, and may still have been at it`,
        ];
      };
    },
  };
}
