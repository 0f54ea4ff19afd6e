import vm from 'node:vm';

/**
 * What only syntax reaches: kinds of functions, iterators and their prototypes. `Iterator` and its helpers
 * exist since Node 22.
 */
export const hiddenScript = new vm.Script(
  `(() => {
    const isStrict = function () { 'use strict'; return arguments; };
    const hidden = [
      isStrict(), function* () {}, async () => {}, async function* () {}, (function* () {})(),
      (async function* () {})(), [].values(), new Map().keys(), new Set().keys(), ''[Symbol.iterator](),
      ''.matchAll(/x/g), Reflect.getPrototypeOf(Int8Array), [][Symbol.unscopables],
    ];
    if (typeof Iterator === 'function') {
      hidden.push(Iterator.from({ next() {} }), [].values().map((x) => x));
    }
    return hidden;
  })()`,
  { filename: 'splitbrain-built-ins.js' },
);
const globalScript = new vm.Script('globalThis', { filename: 'splitbrain-built-ins.js' });

interface Member {
  readonly key: string | symbol;
  readonly descriptor: PropertyDescriptor;
}

/** A built-in object as it was. */
interface Snapshot {
  readonly object: object;
  readonly prototype: object | null;
  readonly isExtensible: boolean;
  readonly members: readonly Member[];
}

/**
 * Every object of a realm that all code in it can reach without being given it: built-ins, their members and
 * prototypes, the global object. State of one incarnation that outlives it, or that another one can see, has to
 * be on one of them.
 */
export class BuiltIns {
  private readonly snapshots: readonly Snapshot[];

  /** Takes down how they are now: before any student code has run in the realm. */
  constructor(context: vm.Context) {
    const roots: unknown[] = [globalScript.runInContext(context)];
    roots.push(...(hiddenScript.runInContext(context) as unknown[]));
    this.snapshots = reachableFrom(roots).map(snapshotOf);
  }

  /** How many objects there are. */
  get count(): number {
    return this.snapshots.length;
  }

  /** Whether all are as they were: no member added, changed or deleted, none frozen, no prototype replaced. */
  areUntouched(): boolean {
    return this.snapshots.every(isAsItWas);
  }
}

/** These objects and all that their members and prototypes lead to, each once. */
export function reachableFrom(roots: readonly unknown[]): object[] {
  const open = [...roots];
  const seen = new Set<object>();
  while (open.length > 0) {
    const object = open.pop();
    if (!isObject(object) || seen.has(object)) continue;
    seen.add(object);
    open.push(Reflect.getPrototypeOf(object));
    for (const key of Reflect.ownKeys(object)) {
      open.push(...Object.values(Reflect.getOwnPropertyDescriptor(object, key) ?? {}));
    }
  }
  return [...seen];
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function snapshotOf(object: object): Snapshot {
  return {
    object,
    prototype: Reflect.getPrototypeOf(object),
    isExtensible: Reflect.isExtensible(object),
    members: Reflect.ownKeys(object).map((key) => ({
      key,
      descriptor: Reflect.getOwnPropertyDescriptor(object, key) as PropertyDescriptor,
    })),
  };
}

function isAsItWas({ object, prototype, isExtensible, members }: Snapshot): boolean {
  if (Reflect.getPrototypeOf(object) !== prototype) return false;
  if (Reflect.isExtensible(object) !== isExtensible) return false;
  // As many keys as before, and each of those from before, are the same keys.
  if (Reflect.ownKeys(object).length !== members.length) return false;
  for (const { key, descriptor } of members) {
    const now = Reflect.getOwnPropertyDescriptor(object, key);
    if (now === undefined || !isSameMember(now, descriptor)) return false;
  }
  return true;
}

function isSameMember(now: PropertyDescriptor, before: PropertyDescriptor): boolean {
  return (
    Object.is(now.value, before.value) &&
    now.get === before.get &&
    now.set === before.set &&
    now.writable === before.writable &&
    now.configurable === before.configurable &&
    now.enumerable === before.enumerable
  );
}
