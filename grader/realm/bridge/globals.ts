import { defineProperty } from './primordials.ts';

/** Puts a global in place of the engine's own. */
export function setGlobal(name: string, value: unknown): void {
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

for (const name of ABSENT) Reflect.deleteProperty(globalThis, name);
