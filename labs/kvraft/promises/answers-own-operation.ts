import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { RsmFact } from '../rsm-fact.ts';

/** The index alone does not say whose operation was committed there; this finds who believes that. */
export const answersOwnOperation: FactPromise<RsmFact> = {
  id: 'answers-own-operation',
  sentence:
    'A submit returns OK when its server has carried out that very operation, with its result.',
  source: '6.5840 Lab 4A: Submit',
  startCheck() {
    const reached = new Map<number, number>();
    const history = new Map<number, { op: string; counter: number }>();
    const answered = new Map<number, { server: number; atUs: number }>();
    return (fact) => {
      if (fact.kind === 'started') reached.set(fact.server, 0);
      if (fact.kind === 'restored' || fact.kind === 'did') reached.set(fact.server, fact.position);
      if (fact.kind === 'did') history.set(fact.position, fact);
      if (fact.kind !== 'answered') return undefined;

      const { server, op, position, counter } = fact;
      const answer = `server ${server} answered ${op} at ${seconds(fact.atUs)} with the result of operation ${position}`;
      const done = history.get(position);
      if (done === undefined || (reached.get(server) ?? 0) < position) {
        return [answer, `it had carried out ${reached.get(server) ?? 0} operations by then`];
      }
      if (done.op !== op) return [answer, `operation ${position} was ${done.op}`];
      if (done.counter !== counter) {
        return [answer, `its result was ${done.counter}, and not ${counter}`];
      }
      const first = answered.get(position);
      answered.set(position, fact);
      if (first === undefined) return undefined;
      return [
        answer,
        `server ${first.server} had answered another submit with that at ${seconds(first.atUs)}`,
      ];
    };
  },
};
