import type { Json } from '../../history/operation.ts';
import { decideByAppendOrder, type Append, type PrefixRead } from '../algorithms/append-order.ts';
import type { Decision } from '../decision.ts';
import {
  leavesSet,
  type ElementOperation,
  type SetOperation,
} from '../operations/set-operation.ts';
import { listIn, nameOf, timesOf } from '../operations/shape.ts';
import { NONE, predecessorsOf } from '../program-order.ts';
import { decideTogether } from '../search/decide-together.ts';
import { ObjectProblem } from '../search/object-problem.ts';
import { RegisterProblem, type RegisterStep } from '../search/register-problem.ts';
import { searchFor } from '../search/search.ts';
import type { Searchable } from '../searchable.ts';
import type { SequentialObject } from '../sequential-object.ts';
import { saysSomething } from './kept-words.ts';

/** A set, as the list of its values, sorted by name. */
export function setFrom(initial: readonly Json[]): SequentialObject<SetOperation> {
  return {
    initial: sorted(initial),
    after(state, operation) {
      const values = listIn(state);
      const { op, output } = operation;
      if (op === 'read') {
        return nameOf(sorted(operation.output ?? [])) === nameOf(state) ? state : undefined;
      }
      const name = nameOf(operation.input.value);
      const isIn = values.some((value) => nameOf(value) === name);
      if (op === 'contains') return output === isIn ? state : undefined;
      const changes = op === 'add' ? !isIn : isIn;
      if (typeof output === 'boolean' && output !== changes) return undefined;
      if (!changes) return state;
      return op === 'add'
        ? sorted([...values, operation.input.value])
        : values.filter((value) => nameOf(value) !== name);
    },
  };
}

function sorted(values: readonly Json[]): readonly Json[] {
  const named = values.map((value): [string, Json] => [nameOf(value), value]);
  return named.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, value]) => value);
}

export function searchableSet(
  operations: readonly SetOperation[],
  object: SequentialObject<SetOperation>,
): Searchable<SetOperation> {
  const kept = keptIn(operations);
  return { operations: kept, problem: new ObjectProblem(kept, object, { observes: leavesSet }) };
}

/**
 * Decides one set. If values are only added, once each, those that a read saw came before those that it did
 * not see; if nobody reads it whole, each value is an object of its own. Otherwise by search.
 */
export function decideSet(
  operations: readonly SetOperation[],
  object: SequentialObject<SetOperation>,
): Decision {
  const kept = keptIn(operations);
  return (
    decideByGrowth(kept, object) ??
    decideByValue(kept, object) ??
    searchFor(searchableSet(operations, object).problem)
  );
}

function keptIn(operations: readonly SetOperation[]): SetOperation[] {
  return operations.filter((operation) => saysSomething(operation, leavesSet(operation)));
}

function decideByValue(
  operations: readonly SetOperation[],
  { initial }: SequentialObject<SetOperation>,
): Decision | undefined {
  const elements = operations.filter((operation) => operation.op !== 'read');
  const isSplit = elements.length === operations.length;
  // A client's order from one value to another would be lost where its times only touch.
  const hasPairs = predecessorsOf(operations.map(timesOf)).some((each) => each !== NONE);
  if (!isSplit || hasPairs) return undefined;
  const present = new Set(listIn(initial).map(nameOf));
  const byValue = new Map<string, RegisterStep[]>();
  for (const operation of elements) {
    const name = nameOf(operation.input.value);
    const steps = byValue.get(name) ?? [];
    byValue.set(name, steps);
    steps.push(asStep(operation));
  }
  return decideTogether(
    [...byValue].map(([name, steps]) =>
      searchFor(new RegisterProblem(steps, present.has(name) ? IN : OUT)),
    ),
  );
}

const IN = 'in';
const OUT = 'out';

/** One value as a register that is in or out. */
function asStep(operation: ElementOperation): RegisterStep {
  const { op, output } = operation;
  const times = timesOf(operation);
  if (op === 'contains') {
    const seen = output === true ? IN : OUT;
    return { kind: 'read', from: seen, to: seen, ...times };
  }
  const to = op === 'add' ? IN : OUT;
  const from = op === 'add' ? OUT : IN;
  if (output === false) return { kind: 'read', from: to, to, ...times };
  return {
    kind: output === true ? 'swap' : 'write',
    from: output === true ? from : to,
    to,
    ...times,
  };
}

/** Undefined if values are not only added, once each, and read. */
function decideByGrowth(
  operations: readonly SetOperation[],
  { initial }: SequentialObject<SetOperation>,
): Decision | undefined {
  if (listIn(initial).length > 0) return undefined;
  const adds = new Map<string, Append>();
  const reads: { seen: Set<string>; read: SetOperation; isSet: boolean }[] = [];
  const steps: (Append | PrefixRead)[] = [];
  for (const operation of operations) {
    if (operation.op === 'read') {
      const names = (operation.output ?? []).map(nameOf);
      const seen = new Set(names);
      reads.push({ seen, read: operation, isSet: seen.size === names.length });
      steps.push({ kind: 'read', length: seen.size, ...timesOf(operation) });
      continue;
    }
    const isPlain = operation.op === 'add' && (operation.output ?? 'OK') === 'OK';
    if (!isPlain) return undefined;
    const value = nameOf(operation.input.value);
    if (adds.has(value)) return undefined;
    const add: Append = { kind: 'append', value, offset: undefined, ...timesOf(operation) };
    adds.set(value, add);
    steps.push(add);
  }
  const order: string[] = [];
  const placed = new Set<string>();
  for (const { seen, isSet } of reads.toSorted((a, b) => a.seen.size - b.seen.size)) {
    const isSuperset = [...placed].every((value) => seen.has(value));
    if (!isSet || !isSuperset || ![...seen].every((value) => adds.has(value))) return 'violated';
    const fresh = [...adds.values()].filter(({ value }) => seen.has(value) && !placed.has(value));
    // Those of one client stay as they are where their calls come at one instant.
    for (const { value } of fresh.toSorted((a, b) => a.callTime - b.callTime)) {
      order.push(value);
      placed.add(value);
    }
  }
  return decideByAppendOrder(order, steps);
}
