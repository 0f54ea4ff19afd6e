import { expect, test } from 'vitest';
import type { Fault } from './fault.ts';
import type { Input } from './recording.ts';
import { shapeOf } from './shape.ts';

const at = { atUs: 5, after: 0 };
const fault = (given: Fault, atUs = 5): Input => ({
  kind: 'fault',
  at: { atUs, after: 0 },
  fault: given,
});
const shape = (...inputs: Input[]): string[] => shapeOf({ network: 'reliable', inputs });

test('times, numbers and processes make no other shape, and neither does the order', () => {
  const once = shape(
    fault({ kind: 'crash', server: 0 }),
    fault({ kind: 'partition', groups: [[0], [1, 2]], forMs: 30 }),
  );
  const often = shape(
    fault({ kind: 'disconnect', server: 2 }, 1),
    fault({ kind: 'crash', server: 2 }, 3),
    fault({ kind: 'restart', server: 2 }, 4),
    fault({ kind: 'crash', server: 1 }, 9),
  );
  expect(often).toEqual(once);
  expect(once).toEqual(['crashes', 'cut links']);
});

test('calls make no shape; what is held back and the network do', () => {
  expect(shape({ kind: 'ask', at, process: 0, method: 'start', args: [] })).toEqual([]);
  const hold: Input = {
    kind: 'hold',
    at,
    since: at,
    before: at,
    from: 0,
    to: 1,
    half: 'reply',
    method: 'x',
  };
  expect(shapeOf({ network: 'unreliable', inputs: [hold] })).toEqual([
    'messages held back',
    'a lossy network',
  ]);
  const place = { number: 3, effect: 'save', event: 'request', method: 'x' } as const;
  expect(shape({ kind: 'crash-after-effect', at, server: 0, place })).toEqual(['crashes']);
});
