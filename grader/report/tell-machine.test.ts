import { expect, test } from 'vitest';
import { tellMachine, type LayerState } from './tell-machine.ts';

const LAYERS = ['bubblewrap', 'user', 'limits', 'permission'] as const;

/** What is told of a machine that has all layers but these. */
function toldWithout(
  missing: Partial<Record<LayerState['layer'], string>>,
  tellsTime = true,
): string {
  const states = LAYERS.map((layer) => ({ layer, missing: missing[layer] ?? null }));
  return tellMachine(states, tellsTime).join('\n');
}

test('a machine that has everything is told so', () => {
  const told = toldWithout({});
  expect(told).toContain('Everything is there.');
  expect(told).not.toMatch(/^no/m);
});

test('what is missing is told with the reason, and with how to get it', () => {
  const told = toldWithout({ bubblewrap: 'there is no bwrap' });
  expect(told).toContain(
    'there is no bwrap\n     Install it (on Debian and Ubuntu: apt-get install',
  );
  expect(told).toContain('Without bubblewrap, code that breaks out');
});

test('a machine that does not tell processor time is told what its limits are', () => {
  const told = toldWithout({}, false);
  expect(told).toContain('Limits are of real time.');
  expect(told).not.toContain('Everything is there.');
});

test('a machine with bubblewrap that lacks something else is not told that it is open', () => {
  const told = toldWithout({ user: 'setpriv: failed to execute node: Permission denied' });
  expect(told).toContain('but bubblewrap is there');
});
