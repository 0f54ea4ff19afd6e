import vm from 'node:vm';
import { expect, test } from 'vitest';
import { bundleBridge } from '../../compile/bridge.ts';
import type { Boot } from '../../../harness/vocabulary/server.ts';
import { parseScripts, VmRealm } from '../vm-realm.ts';
import { BuiltIns } from './built-ins.ts';
import { BENIGN, TOUCHES } from './touches.fixture.ts';

const BOOT: Boot = {
  program: 'server',
  name: 'server-0',
  me: 0,
  peers: [0],
  names: ['server-0'],
  options: '{}',
  contract: { methods: [], callbacks: [], probe: null },
  randomSeed: 7,
  state: null,
  snapshot: null,
  records: [],
};
const bridge = await bundleBridge();

/** Whether a submission of these statements leaves the built-ins of its realm as they were. */
function areUntouchedBy(statements: string): boolean {
  const code = `'use strict';\n${statements}\nleavePrograms({ server: class {} });`;
  const realm = new VmRealm(parseScripts({ bridge, code }));
  const builtIns = new BuiltIns(realm.context);
  const effects = realm.open(BOOT);
  effects.step('boot', 0, 0, 0, '', '');
  realm.drain();
  for (let i = 0; i < effects.finish(); i++) expect(effects.outbox[i * 5]).not.toBe('fail');
  return builtIns.areUntouched();
}

test.each(TOUCHES)('is noticed: %s', (statements) => {
  expect(areUntouchedBy(statements)).toBe(false);
});

test.each(BENIGN)('touches nothing: %s', (statements) => {
  expect(areUntouchedBy(statements)).toBe(true);
});

/** Counts in the realm itself what its global leads to. */
const COUNT = `(() => {
  const seen = new Set();
  const visit = (value) => {
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return;
    if (seen.has(value)) return;
    seen.add(value);
    visit(Object.getPrototypeOf(value));
    const members = Object.getOwnPropertyDescriptors(value);
    for (const key of Reflect.ownKeys(members)) {
      for (const part of ['value', 'get', 'set']) visit(members[key][part]);
    }
  };
  visit(globalThis);
  return seen.size;
})()`;

test('all that the global leads to is looked at, and more', () => {
  const { context } = new VmRealm(parseScripts({ bridge, code: 'leavePrograms({});' }));
  const { count } = new BuiltIns(context);
  expect(count).toBeGreaterThan(vm.runInContext(COUNT, context) as number);
});
