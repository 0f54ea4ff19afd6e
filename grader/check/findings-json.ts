import type { Json, Operation } from '../../harness/check/history/operation.ts';
import type { ShownOperation } from '../../harness/check/linearizability/explain/explain.ts';
import type { Model } from '../../harness/check/linearizability/model.ts';
import { statesAfter, type Order } from '../../harness/check/linearizability/order.ts';
import { JSON_VERSION } from '../report/test-json.ts';
import { verdictOf, type Findings } from './findings.ts';

/** What `check --json` prints. */
export function findingsJson(findings: Findings): object {
  const { model, counts, origin, violations, undecided, orders } = findings;
  const verdict = verdictOf(findings);
  return {
    version: JSON_VERSION,
    passed: verdict === 'holds',
    verdict,
    model: model.name,
    ...counts,
    timesFrom: String(origin),
    violations: violations.map(({ explanation, order }) => {
      const { key, pattern, sentence, hint, possible, total, shown } = explanation;
      return {
        key,
        pattern,
        sentence,
        hint: hint ?? null,
        operations: shown.map(shownJson),
        total,
        possible,
        order: order === undefined ? null : orderJson(order, model),
      };
    }),
    undecided: undecided.map(({ key, operations, steps }) => {
      return { key, operations: operations.length, steps };
    }),
    orders: orders.map(({ key, order }) => ({ key, ...orderJson(order, model) })),
  };
}

function shownJson({ operation, role, call, answer }: ShownOperation): object {
  return { ...operationJson(operation), role, says: `${call} -> ${answer}` };
}

function orderJson({ operations, left }: Order, model: Model): object {
  const states: Json[] = [...statesAfter(operations, model)];
  return {
    steps: operations.map((operation, index) => {
      return { ...operationJson(operation), state: states[index] ?? null };
    }),
    left: left.map(operationJson),
  };
}

function operationJson(operation: Operation): object {
  const { line, client, op, input, output, callTime, returnTime, end } = operation;
  return { line: line ?? null, client, op, input, output, callTime, returnTime, end };
}
