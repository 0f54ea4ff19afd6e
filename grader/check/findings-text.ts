import type { Json, Operation } from '../../harness/check/history/operation.ts';
import { formatExplanation } from '../../harness/check/linearizability/explain/report.ts';
import { sayClient } from '../../harness/check/linearizability/explain/words.ts';
import type { Model } from '../../harness/check/linearizability/model.ts';
import { statesAfter, type Order } from '../../harness/check/linearizability/order.ts';
import { verdictOf, type Findings, type Violation } from './findings.ts';

/** Steps of an order that are told where nobody asked for all: the last ones say what state it got stuck in. */
const TOLD_STEPS = 12;

/** What `check` says of a history. `toldAll`: orders are told whole. */
export function findingsText(findings: Findings, toldAll: boolean): string {
  const { model, violations, undecided, orders, origin } = findings;
  const blocks = violations.map((violation) => violationText(violation, model, toldAll));
  for (const { key, operations, steps } of undecided) {
    blocks.push(
      `undecided${onKey(key)}: no order of its ${operations.length} operations was found, and none was ` +
        `ruled out, in ${steps.toLocaleString('en')} steps of search. This is not a pass.\n` +
        'More steps: --max-steps N. More time: --timeout SECONDS.',
    );
  }
  for (const { key, order } of orders) {
    blocks.push(`An order that explains all${onKey(key)}:\n\n${orderText(order, model, Infinity)}`);
  }
  if (origin !== 0n && blocks.length > 0) blocks.push(`Times are counted from ${origin}.`);
  blocks.push(`${WORDS[verdictOf(findings)]}: ${countsText(findings)}`);
  return blocks.join('\n\n');
}

const WORDS = {
  holds: 'holds: the history is linearizable',
  violated: 'violated: the history is not linearizable',
  undecided: 'undecided',
};

function countsText({ counts, violations, undecided }: Findings): string {
  const { operations, clients, keys } = counts;
  const parts = [count(operations, 'operation'), count(clients, 'client'), count(keys, 'key')];
  if (violations.length > 1) parts.push(`${violations.length} keys violated`);
  if (undecided.length > 0) parts.push(`${count(undecided.length, 'key')} undecided`);
  return parts.join(', ');
}

function violationText({ explanation, order }: Violation, model: Model, toldAll: boolean): string {
  const shown = explanation.shown.map(({ operation }) => `  ${fullText(operation)}`);
  const blocks = [formatExplanation(explanation).trimEnd(), `In full:\n\n${shown.join('\n')}`];
  if (order !== undefined) {
    const most = toldAll ? Infinity : TOLD_STEPS;
    blocks.push(
      `The longest order that works has ${count(order.operations.length, 'operation')}, and leaves out ` +
        `${order.left.length.toLocaleString('en')}:\n\n${orderText(order, model, most)}`,
    );
  }
  return blocks.join('\n\n');
}

function orderText(order: Order, model: Model, most: number): string {
  const lines: string[] = [];
  const first = Math.max(0, order.operations.length - most);
  let index = 0;
  for (const state of statesAfter(order.operations, model)) {
    const operation = order.operations[index++];
    if (operation === undefined || index <= first) continue;
    lines.push(`  ${fullText(operation)}`, `      then: ${JSON.stringify(state)}`);
  }
  const [stuck] = order.left;
  return [
    ...(first === 0 ? [] : [`  (${first} before these; --order tells them all)`]),
    ...lines,
    ...(stuck === undefined
      ? []
      : ['  stuck: nothing can follow so that this one comes true', `  ${fullText(stuck)}`]),
  ].join('\n');
}

/** An operation as its file has it, nothing left out. */
function fullText(operation: Operation): string {
  const { op, input, output, callTime, returnTime, end, line } = operation;
  const place = line === undefined ? '' : `line ${line}: `;
  const times = `${callTime} to ${returnTime ?? 'never'}`;
  const answer = end === 'ok' ? json(output) : `${end}${output === null ? '' : ` ${json(output)}`}`;
  return `${place}${sayClient(operation)}, ${times}: ${op} ${json(input)} -> ${answer}`;
}

function json(value: Json): string {
  return JSON.stringify(value);
}

function onKey(key: string): string {
  return key === '' ? '' : ` on ${JSON.stringify(key)}`;
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;
}
