import type { Json, Operation } from '../../history/operation.ts';
import type { Core, Diagnosis, Pattern } from '../core.ts';
import type { Model } from '../model.ts';
import type { Violated } from '../verdict.ts';
import { findCulprit, isReadable, neighbours } from './culprit.ts';
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
  /** Whether the operations shown cannot all be right, whatever the others are; else the core is too large to be read. */
  readonly isComplete: boolean;
  /** How many operations there are on the object. */
  readonly total: number;
  /** Answers that the trigger could have had, in words; empty if it could have had none. */
  readonly possible: readonly string[];
}

export interface ShownOperation {
  readonly operation: Operation;
  /**
   * `trigger`: the answer that no order explains, though one explains the others. `core`: what it contradicts. `companion`: not needed
   * for the contradiction.
   */
  readonly role: 'trigger' | 'core' | 'companion';
  readonly call: string;
  readonly answer: string;
}

/** Parts of the patience by whose end the prefix, the core and the culprit must be found; the rest is for other answers. */
const UNTIL_PREFIX = 0.25;
const UNTIL_CORE = 0.5;
const UNTIL_CULPRIT = 0.9;

/** Cuts a violation down to its core, and says what is wrong with it. */
export function explainViolation({ model, key, operations }: Violated): Explanation {
  const inquiry = new Inquiry(model);
  inquiry.allow(UNTIL_PREFIX);
  const prefix = shortestViolatedPrefix(operations, inquiry);
  inquiry.allow(UNTIL_CORE);
  const found = coreOf(weakenedCore(prefix, model, inquiry), operations);
  inquiry.allow(UNTIL_CULPRIT);
  const culprit = findCulprit(found, model.words, inquiry);
  const isLate = culprit === undefined || culprit === found.trigger;
  const core = isLate ? found : { ...found, trigger: culprit };
  const isComplete = isReadable(core);
  const diagnosis = isComplete
    ? diagnose(core, model)
    : withoutOne(core, culprit !== undefined, model);
  const beside = [...(diagnosis.mentions ?? []), ...companionsOf(core, model)];
  inquiry.allow(1);
  return {
    pattern: diagnosis.pattern,
    sentence: capitalised(diagnosis.sentence),
    hint: HINTS[diagnosis.pattern],
    model,
    key,
    shown: isComplete ? shownOf(core, beside, model) : aroundOf(core, model),
    isComplete,
    total: operations.length,
    possible: possibleAnswers(core.trigger, isLate ? prefix : operations, model, inquiry),
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

/** Of a core too large to be read, the one that cannot be right if the others are. */
function withoutOne(
  { operations, trigger, all }: Core,
  isToBlame: boolean,
  { words }: Model,
): Diagnosis {
  const answer = `${sayClient(trigger)}'s ${words.sayCall(trigger)}, answered ${words.sayAnswer(trigger)}`;
  const sentence = isToBlame
    ? `${answer}, does not fit: without it, an order explains all the other ${all.length - 1} ` +
      `operations; with it, none does.`
    : `no order explains all of ${operations.length} operations, of which the last to return is ${answer}.`;
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
  mostCompanions: number = MOST_COMPANIONS,
): ShownOperation[] {
  const core = new Set(operations);
  const beside = new Set(companions.filter((operation) => !core.has(operation)));
  return [...core, ...[...beside].slice(0, mostCompanions)]
    .toSorted((a, b) => a.callTime - b.callTime)
    .map((operation) => ({
      operation,
      role: operation === trigger ? 'trigger' : core.has(operation) ? 'core' : 'companion',
      call: words.sayCall(operation),
      answer: words.sayAnswer(operation),
    }));
}

/** The culprit and what happened about its time, in place of a core that is too large to be read. */
function aroundOf({ trigger, all }: Core, model: Model): ShownOperation[] {
  const beside = neighbours(trigger, all, model.words);
  return shownOf({ operations: [trigger], trigger, all }, beside, model, beside.length);
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
