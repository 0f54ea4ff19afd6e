import { CONSOLE_METHODS, type ConsoleMethod } from './console-methods.ts';
import { own } from './current.ts';
import {
  defineProperty,
  deleteProperty,
  getOwnPropertyDescriptor,
  ownKeys,
  promiseOf,
  whenSettled,
} from './primordials.ts';

/** Puts a global in place of the engine's own. */
function setGlobal(name: string, value: unknown): void {
  defineProperty(globalThis, name, { value, writable: true, configurable: true });
}

/** They would show real time, the machine, or when garbage is collected. */
const ABSENT = [
  'Intl',
  'WebAssembly',
  'SharedArrayBuffer',
  'Atomics',
  'WeakRef',
  'FinalizationRegistry',
];

for (const name of ABSENT) deleteProperty(globalThis, name);

// What an expression matched last (`RegExp.$1` and the like) would pass from one process to another.
for (const name of ownKeys(RegExp)) {
  const member = getOwnPropertyDescriptor(RegExp, name);
  if (member?.get !== undefined && typeof name === 'string') deleteProperty(RegExp, name);
}

type Callback = (...args: readonly unknown[]) => unknown;

const methods: Partial<Record<ConsoleMethod, (...values: readonly unknown[]) => void>> = {};
for (const method of CONSOLE_METHODS) {
  methods[method] = (...values) => own().print(method, values);
}
setGlobal('console', methods);
setGlobal('structuredClone', (value: unknown) => own().clone(value));
setGlobal('setTimeout', (callback: Callback, delayMs: number, ...args: unknown[]) =>
  own().setTimer(callback, delayMs, args, false),
);
setGlobal('setInterval', (callback: Callback, delayMs: number, ...args: unknown[]) =>
  own().setTimer(callback, delayMs, args, true),
);
setGlobal('setImmediate', (callback: Callback, ...args: unknown[]) =>
  own().setTimer(callback, 0, args, false),
);
const clear = (timer: number): void => own().clearTimer(timer);
setGlobal('clearTimeout', clear);
setGlobal('clearInterval', clear);
setGlobal('clearImmediate', clear);
setGlobal('queueMicrotask', (callback: Callback) => whenSettled(promiseOf(undefined), callback));
Math.random = () => own().random();
