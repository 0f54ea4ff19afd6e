import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import { sayChange } from '../change.ts';
import type { AdminFact } from '../fact.ts';

interface Bound {
  readonly num: number;
  readonly because: string;
}

/**
 * Every change makes a configuration, also a move to the group that has the shard already, so that after
 * its answer the newest number is above whatever number was known when it was called, and no less than
 * the count of changes answered.
 */
export const newestIsNewest: FactPromise<AdminFact> = {
  id: 'newest-is-newest',
  sentence:
    'A query that asks for the newest configuration misses none that was decided before it began.',
  source:
    '6.5840 Lab 5A: Query(-1) "should reflect every Join, Leave, or Move that completed before"',
  startCheck() {
    let least: Bound = { num: 0, because: 'it is the first' };
    let answered = 0;
    /** What was known when each call that goes on began. */
    const atCall = new Map<string, Bound>();
    const raise = (num: number, because: string): void => {
      if (num > least.num) least = { num, because };
    };
    return (fact) => {
      switch (fact.kind) {
        case 'change-called':
        case 'query-called':
          atCall.set(fact.call, least);
          return undefined;
        case 'change-answered': {
          answered++;
          const what = `${sayChange(fact.change)} was answered at ${seconds(fact.atUs)}`;
          raise((atCall.get(fact.call)?.num ?? 0) + 1, what);
          raise(answered, `${what}, change number ${answered} to be answered`);
          return undefined;
        }
        case 'query-answered': {
          const { num, config, atUs, admin } = fact;
          const bound = atCall.get(fact.call);
          raise(config.num, `${admin} was given it at ${seconds(atUs)}`);
          if (bound === undefined) return undefined;
          // A number that was decided is given as asked; any other, and -1, gives the newest.
          const isAsked = num >= 0 && num <= bound.num;
          if (isAsked ? config.num === num : config.num >= bound.num) return undefined;
          return [
            `configuration ${bound.num} was decided: ${bound.because}`,
            `${admin}, who asked later for number ${num}, got configuration ${config.num} at ${seconds(atUs)}`,
          ];
        }
      }
    };
  },
};
