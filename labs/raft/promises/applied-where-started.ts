import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { RaftFact } from '../fact.ts';

/** Every command is given to `start` once, so it can stand at one index only: the one that start returned. */
export const appliedWhereStarted: FactPromise<RaftFact> = {
  id: 'applied-where-started',
  sentence: 'A command is applied only at the index that start returned for it.',
  source: '6.5840, Raft API: Start',
  startCheck() {
    const started = new Map<string, { index: number; server: number; atUs: number }>();
    return (fact) => {
      if (fact.kind === 'started') started.set(fact.command, fact);
      if (fact.kind !== 'applied') return undefined;
      const start = started.get(fact.command);
      if (start === undefined || start.index === fact.index) return undefined;
      return [
        `start(${fact.command}) on server ${start.server} returned index ${start.index} at ${seconds(start.atUs)}`,
        `server ${fact.server} applied ${fact.command} at index ${fact.index} at ${seconds(fact.atUs)}`,
      ];
    };
  },
};
