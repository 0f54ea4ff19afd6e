import { expect, test } from 'vitest';
import { sandboxOf } from '../realm/child/sandbox.ts';
import { demandSandbox } from './choose-sandbox.ts';

const WEAK = sandboxOf(['permission', 'limits', 'user']);

test('a machine that has what is demanded grades with all that it has', () => {
  expect(demandSandbox(['limits'], WEAK)).toBe(WEAK);
  // Who is not root needs to become nobody else.
  const notRoot = { layers: ['permission', 'limits'], missing: ['bubblewrap'] } as const;
  expect(demandSandbox(['user', 'limits'], notRoot)).toBe(notRoot);
});

test('a machine that lacks what is demanded does not grade, and says what it lacks', () => {
  expect(() => demandSandbox(['bubblewrap', 'limits'], WEAK)).toThrow(
    'the course file demands bubblewrap, which this machine lacks',
  );
  expect(() => demandSandbox(['limits'], null)).toThrow('so --unsandboxed cannot be given');
});
