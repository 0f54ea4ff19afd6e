import type { Json, Operation } from '../history/operation.ts';

/*
 * Test support: the objects in their plainest words, as a step from state to state. They share nothing
 * with the checker's models, so that the two cannot be wrong together.
 */

export type Call = Pick<Operation, 'client' | 'op' | 'input'>;

export interface PlainObject {
  readonly initial: Json;
  /** The next state and the answer; undefined if the call has to wait. */
  answer(state: Json, call: Call): { readonly state: Json; readonly output: Json } | undefined;
}

/** The state after `operation`; undefined if it cannot have had its answer in `state`. */
export function stateAfter(
  object: PlainObject,
  state: Json,
  operation: Operation,
): Json | undefined {
  const answer = object.answer(state, operation);
  if (answer === undefined) return undefined;
  const acquires = operation.op !== 'release' && field(state, 'holder') === null;
  if (operation.end === 'unknown') {
    // Which token an acquire of unknown end got, nobody knows.
    const token = field(state, 'token');
    return acquires && token !== null ? { holder: operation.client, token } : answer.state;
  }
  if (operation.op.endsWith('cquire') && typeof operation.output === 'number') {
    // Any larger token will do.
    return acquires && operation.output > Number(field(state, 'token'))
      ? { holder: operation.client, token: operation.output }
      : undefined;
  }
  return text(operation.output) === text(answer.output) ? answer.state : undefined;
}

export const plainVersionedKv: PlainObject = {
  initial: null,
  answer(state, { op, input }) {
    const version = Number(field(state, 'version') ?? 0);
    if (op === 'get') return { state, output: state ?? 'ErrNoKey' };
    if (field(input, 'version') !== version) {
      return { state, output: state === null ? 'ErrNoKey' : 'ErrVersion' };
    }
    return { state: { value: field(input, 'value'), version: version + 1 }, output: 'OK' };
  },
};

export const plainKv: PlainObject = {
  initial: '',
  answer(state, { op, input }) {
    if (op === 'get') return { state, output: state };
    const value = field(input, 'value');
    const appended = `${text(state).slice(0, -1)}${text(value).slice(1)}`;
    return { state: op === 'put' ? value : JSON.parse(appended), output: 'OK' };
  },
};

export const plainRegister: PlainObject = {
  initial: null,
  answer(state, { op, input }) {
    if (op === 'read') return { state, output: state };
    if (op === 'write') return { state: field(input, 'value'), output: 'OK' };
    return text(field(input, 'from')) === text(state)
      ? { state: field(input, 'to'), output: true }
      : { state, output: false };
  },
};

export function plainList({ tellsOffset }: { readonly tellsOffset: boolean }): PlainObject {
  return {
    initial: [],
    answer(state, { op, input }) {
      const values: readonly Json[] = Array.isArray(state) ? state : [];
      if (op === 'read') return { state, output: state };
      const output = tellsOffset ? values.length : 'OK';
      return { state: [...values, field(input, 'value')], output };
    },
  };
}

export function plainLock({ tellsToken }: { readonly tellsToken: boolean }): PlainObject {
  return {
    initial: { holder: null, token: -1 },
    answer(state, { client, op }) {
      const holder = field(state, 'holder');
      const token = Number(field(state, 'token'));
      if (op === 'release') {
        return holder === client ? { state: { holder: null, token }, output: 'OK' } : undefined;
      }
      if (holder !== null) return op === 'acquire' ? undefined : { state, output: false };
      const next = { holder: client, token: tellsToken ? token + 1 : token };
      return { state: next, output: tellsToken ? token + 1 : op === 'acquire' ? 'OK' : true };
    },
  };
}

export function plainSet({ tellsChange }: { readonly tellsChange: boolean }): PlainObject {
  return {
    initial: [],
    answer(state, { op, input }) {
      const values: readonly Json[] = Array.isArray(state) ? state : [];
      if (op === 'read') return { state, output: state };
      const value = field(input, 'value');
      const isIn = values.includes(value);
      if (op === 'contains') return { state, output: isIn };
      const changes = op === 'add' ? !isIn : isIn;
      const others = values.filter((other) => other !== value);
      const next =
        op === 'add' ? [...others, value].toSorted((a, b) => (text(a) < text(b) ? -1 : 1)) : others;
      return { state: next, output: tellsChange ? changes : 'OK' };
    },
  };
}

export const plainQueue: PlainObject = {
  initial: [],
  answer(state, { op, input }) {
    const values: readonly Json[] = Array.isArray(state) ? state : [];
    if (op === 'enqueue') return { state: [...values, field(input, 'value')], output: 'OK' };
    const [first, ...rest] = values;
    return first === undefined
      ? { state, output: 'empty' }
      : { state: rest, output: { value: first } };
  },
};

export function plainCounter({ tellsSum }: { readonly tellsSum: boolean }): PlainObject {
  return {
    initial: 0,
    answer(state, { op, input }) {
      if (op === 'read') return { state, output: state };
      const sum = Number(state) + Number(field(input, 'value'));
      return { state: sum, output: tellsSum ? sum : 'OK' };
    },
  };
}

export const plainMutex: PlainObject = {
  initial: 'free',
  answer(state, { op }) {
    const isFree = state === 'free';
    if (op === 'release') return isFree ? undefined : { state: 'free', output: 'OK' };
    if (!isFree) return op === 'acquire' ? undefined : { state, output: false };
    return { state: 'held', output: op === 'acquire' ? 'OK' : true };
  },
};

/** Registers `a` and `b`. */
export const plainRegisters: PlainObject = {
  initial: { a: null, b: null },
  answer(state, { input }) {
    const registers = new Map([
      ['a', field(state, 'a')],
      ['b', field(state, 'b')],
    ]);
    const output: Json[] = [];
    for (const [kind, key, value] of Array.isArray(input) ? input : []) {
      if (kind === 'write') registers.set(key, value);
      else output.push(registers.get(key) ?? null);
    }
    return { state: Object.fromEntries(registers), output };
  },
};

/** A field of an object; null if it is none, or has no such field. */
export function field(json: Json, name: string): Json {
  return isObject(json) ? (json[name] ?? null) : null;
}

function isObject(json: Json): json is { readonly [name: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function text(json: Json): string {
  return JSON.stringify(json);
}
