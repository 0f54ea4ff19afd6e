import vm from 'node:vm';
import { hiddenScript, reachableFrom } from '../practice/built-ins.ts';

/** Node puts objects of its own under these names. */
const OF_NODE = new Set(['globalThis', 'console']);

/**
 * Freezes the built-ins of this program itself, outside of any realm. A student's code can get hold of them: Node
 * throws an error of its own where a stack overflows while another error's is made into text. Whoever has
 * them then changes nothing of what this program does, and can leave nothing there for another server.
 */
export function freezeBuiltIns(): void {
  // What an expression matched last is a place to leave something, too.
  for (const name of Reflect.ownKeys(RegExp)) {
    const member = Reflect.getOwnPropertyDescriptor(RegExp, name);
    if (member?.get !== undefined && typeof name === 'string') Reflect.deleteProperty(RegExp, name);
  }
  const names = vm.runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[];
  const globals = names
    .filter((name) => !OF_NODE.has(name))
    .map((name) => (globalThis as Record<string, unknown>)[name]);
  const hidden = hiddenScript.runInThisContext() as unknown[];
  for (const object of reachableFrom([...globals, ...hidden])) Object.freeze(object);
}
