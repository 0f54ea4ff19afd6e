import type { Json } from '../history/operation.ts';
import type { Dice, Workload } from './histories.fixture.ts';
import { field } from './plain-objects.fixture.ts';

/* Test and bench support: what clients ask for. */

export type Calls = Workload['nextCall'];
type Value = (dice: Dice, client: string) => string | number;

/** Values of which no two are equal, and none is the beginning of another. */
export function differentValues(): Value {
  let count = 0;
  return (_dice, client) => `${client}.${count++};`;
}

export const fewTexts: Value = (dice) => dice.pick(['a', 'b', 'ab']);
export const fewNumbers: Value = (dice) => dice.roll(4);

const GET = { op: 'get', input: { key: 'x' } };

/** Gets and conditional puts on one key; most puts expect the present version, or nearly. */
export function versionedCalls(value: Value): Calls {
  return (dice, client, state) => {
    if (dice.chance(40)) return GET;
    const present = Number(field(state('x'), 'version') ?? 0);
    const version = dice.chance(70) ? present : Math.max(0, present + dice.roll(4) - 2);
    return { op: 'put', input: { key: 'x', value: String(value(dice, client)), version } };
  };
}

export function kvCalls(ops: readonly string[], value: Value, keys: readonly string[]): Calls {
  return (dice, client) => {
    const op = dice.pick(ops);
    const key = dice.pick(keys);
    return { op, input: op === 'get' ? { key } : { key, value: value(dice, client) } };
  };
}

export function registerCalls(ops: readonly string[], value: Value): Calls {
  return (dice, client, state) => {
    const op = dice.pick(ops);
    if (op === 'read') return { op, input: null };
    if (op === 'write') return { op, input: { value: value(dice, client) } };
    const from: Json = dice.chance(70) ? state('') : value(dice, client);
    return { op, input: { from, to: value(dice, client) } };
  };
}

export function listCalls(value: Value): Calls {
  return (dice, client) =>
    dice.chance(50)
      ? { op: 'read', input: null }
      : { op: 'append', input: { value: value(dice, client) } };
}

/** Clients that hold the lock mostly release it. */
export function lockCalls(acquires: readonly string[]): Calls {
  return (dice, client, state) => {
    const isHolder = field(state(''), 'holder') === client;
    return { op: isHolder && dice.chance(90) ? 'release' : dice.pick(acquires), input: null };
  };
}

export function setCalls(ops: readonly string[], value: Value): Calls {
  return (dice, client) => {
    const op = dice.pick(ops);
    return { op, input: op === 'read' ? null : { value: value(dice, client) } };
  };
}

export function queueCalls(value: Value): Calls {
  return (dice, client) =>
    dice.chance(50)
      ? { op: 'enqueue', input: { value: value(dice, client) } }
      : { op: 'dequeue', input: null };
}

export const counterCalls: Calls = (dice) =>
  dice.chance(50)
    ? { op: 'read', input: null }
    : { op: 'add', input: { value: dice.pick([1, 1, 2, -1]) } };

/** Whoever comes releases a lock that is held. */
export const mutexCalls: Calls = (dice, _client, state) => {
  const isHeld = state('') === 'held';
  const op = isHeld && dice.chance(60) ? 'release' : dice.pick(['acquire', 'tryAcquire']);
  return { op, input: null };
};

/** One or two reads and writes of the registers `a` and `b`. */
export const registersCalls: Calls = (dice) => {
  const access = (): Json => {
    const key = dice.pick(['a', 'b']);
    return dice.chance(50) ? ['read', key] : ['write', key, dice.roll(3)];
  };
  return { op: 'txn', input: dice.chance(50) ? [access()] : [access(), access()] };
};
