import { expect, test } from 'vitest';
import { play, save, send, timer } from '../harness/sim/play.fixture.ts';
import { wait } from '../harness/vocabulary/script.ts';
import type { Effect } from '../harness/vocabulary/server.ts';
import { CrashWalk } from './crash-walk.ts';

/** Server 0 saves, sets a timer and sends whenever its timer fires: two steps that others can see. */
const acting = (me: number, kind: string): readonly Effect[] => {
  if (me !== 0) return [];
  if (kind === 'boot') return [timer(1, 10)];
  return kind === 'timer' ? [save('1'), timer(1, 10), send(1, 1, '1')] : [];
};

/** What server 1 has received, and how many steps were counted, when the walk crashes after step `at`. */
function walked(at: number | null): { received: number; steps: number; isDue: boolean } {
  let received = 0;
  let walk: CrashWalk | undefined;
  play(
    ({ kind }, me) => {
      if (me === 1 && kind === 'request') received++;
      return acting(me, kind);
    },
    function* (sim) {
      walk = new CrashWalk(sim, 0);
      walk.begin(at);
      yield* wait(25);
    },
  );
  return { received, steps: walk?.steps ?? 0, isDue: walk?.isDue ?? false };
}

test('counts what others can see, and lets a play in peace', () => {
  expect(walked(null)).toEqual({ received: 2, steps: 4, isDue: false });
});

test('crashes the process right after the step that it is told to', () => {
  expect(walked(1)).toEqual({ received: 0, steps: 1, isDue: false });
  expect(walked(2)).toEqual({ received: 1, steps: 2, isDue: false });
  expect(walked(3)).toEqual({ received: 1, steps: 3, isDue: false });
});

test('knows that its crash has not come', () => {
  expect(walked(9)).toEqual({ received: 2, steps: 4, isDue: true });
});
