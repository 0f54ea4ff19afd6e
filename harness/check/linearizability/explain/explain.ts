import type { Json, Operation } from '../../history/operation.ts';
import type { Model } from '../model.ts';
import type { Violated } from '../verdict.ts';
import type { Core, Diagnosis, Pattern } from './core.ts';
import { Inquiry } from './inquiry.ts';
import { HINTS } from './patterns/hints.ts';
import { shortestViolatedPrefix } from './shortest-prefix.ts';
import { weakenedCore } from './weaker.ts';
import { capitalised, sayClient } from './words.ts';

/** Why a history is not linearizable, in as few operations as possible. */
export interface Explanation {
  /** The kind of violation, for tallies. */
  readonly pattern: Pattern;
  /** Who did what when, and why that cannot be. */
  readonly sentence: string;
  /** What usually causes it; absent if it could be anything. */
  readonly hint: string | undefined;
  readonly model: Model;
  /** The object; empty if the history has but one, without a name. */
  readonly key: string;
  /** The operations that cannot all be right, and others that help to see it, in the order of their calls. */
  readonly shown: readonly ShownOperation[];
  /** How many operations there are on the object. */
  readonly total: number;
  /** Answers that the trigger could have had, in words; empty if it could have had none. */
  readonly possible: readonly string[];
}

export interface ShownOperation {
  readonly operation: Operation;
  /**
   * `trigger`: the answer that no order explains. `core`: what it contradicts. `companion`: not needed
   * for the contradiction.
   */
  readonly role: 'trigger' | 'core' | 'companion';
  readonly call: string;
  readonly answer: string;
}

/** Cuts a violation down to its core, and says what is wrong with it. */
export function explainViolation({ model, key, operations }: Violated): Explanation {
  const inquiry = new Inquiry(model);
  const prefix = shortestViolatedPrefix(operations, inquiry);
  const core = coreOf(weakenedCore(prefix, model, inquiry), operations);
  const diagnosis = diagnose(core, model);
  return {
    pattern: diagnosis.pattern,
    sentence: capitalised(diagnosis.sentence),
    hint: HINTS[diagnosis.pattern],
    model,
    key,
    shown: shownOf(core, [...(diagnosis.mentions ?? []), ...companionsOf(core, model)], model),
    total: operations.length,
    possible: possibleAnswers(core.trigger, prefix, model, inquiry),
  };
}

function diagnose(core: Core, model: Model): Diagnosis {
  const { words } = model;
  // What the companions show happened as well, though the core does without it.
  const withCompanions = {
    ...core,
    operations: [...core.operations, ...companionsOf(core, model)],
  };
  return words.diagnose(core) ?? words.diagnose(withCompanions) ?? unnamed(core, model);
}

function coreOf(operations: readonly Operation[], all: readonly Operation[]): Core {
  const sorted = operations.toSorted((a, b) => a.callTime - b.callTime);
  const trigger = operations.toSorted((a, b) => (b.returnTime ?? 0) - (a.returnTime ?? 0))[0];
  if (trigger === undefined) throw new RangeError('a violation without operations');
  return { operations: sorted, trigger, all };
}

function unnamed({ operations, trigger }: Core, model: Model): Diagnosis {
  const call = `${sayClient(trigger)}'s ${model.words.sayCall(trigger)}`;
  const others = operations.length - 1;
  const sentence =
    others === 0
      ? `${call} cannot have had its answer, ${model.words.sayAnswer(trigger)}, at any time.`
      : `no order of these ${others + 1} operations explains their answers: with what the other ` +
        `${others === 1 ? 'one' : others} saw, ${call} cannot have had its answer, ` +
        `${model.words.sayAnswer(trigger)}.`;
  return { pattern: 'no-order', sentence };
}

/** Beside the core: enough to see where values come from, not so many that they hide it. */
const MOST_COMPANIONS = 4;

function companionsOf({ operations, trigger, all }: Core, { words }: Model): readonly Operation[] {
  const until = trigger.returnTime ?? Infinity;
  return operations.flatMap((operation) => {
    const found = words.companions(operation, all);
    const inTime = found.filter(({ callTime }) => callTime <= until);
    return inTime.length > 0 ? inTime : found.slice(0, 1);
  });
}

function shownOf(
  { operations, trigger }: Core,
  companions: readonly Operation[],
  { words }: Model,
): ShownOperation[] {
  const core = new Set(operations);
  const beside = new Set(companions.filter((operation) => !core.has(operation)));
  return [...core, ...[...beside].slice(0, MOST_COMPANIONS)]
    .toSorted((a, b) => a.callTime - b.callTime)
    .map((operation) => ({
      operation,
      role: operation === trigger ? 'trigger' : core.has(operation) ? 'core' : 'companion',
      call: words.sayCall(operation),
      answer: words.sayAnswer(operation),
    }));
}

/** Answers that are tried, and of those that turn out possible, how many are told. */
const MOST_TRIED = 60;
const MOST_TOLD = 5;

function possibleAnswers(
  trigger: Operation,
  prefix: readonly Operation[],
  { words }: Model,
  inquiry: Inquiry,
): string[] {
  const tried = words.otherAnswers(trigger, prefix).slice(0, MOST_TRIED);
  const isPossible = (output: Json): boolean => {
    const answered: Operation = { ...trigger, output, end: 'ok' };
    return inquiry.isPossible(prefix.map((other) => (other === trigger ? answered : other)));
  };
  const said = new Set<string>();
  for (const output of tried) {
    if (said.size === MOST_TOLD) break;
    if (isPossible(output)) said.add(words.sayAnswer({ ...trigger, output, end: 'ok' }));
  }
  return [...said];
}
