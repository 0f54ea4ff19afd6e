import { expect, test } from 'vitest';
import { Patience, type Impatience, type Sample } from './patience.ts';

/** It computes, or waits for a processor. */
function busy(busyMs: number, queuedMs = 0): Partial<Sample> {
  return { thread: { id: 7, busyMs, queuedMs, rest: 'none' } };
}

function asleep(busyMs: number): Partial<Sample> {
  return { thread: { id: 7, busyMs, queuedMs: 0, rest: 'asleep' } };
}

/** What comes of looking each 100 ms for so long; `at` gives what is seen after so many milliseconds. */
function watched(forMs: number, at: (ms: number) => Partial<Sample>): [Impatience, number] | null {
  const patience = new Patience();
  for (let ms = 0; ms <= forMs; ms += 100) {
    const why = patience.look({ atMs: ms, turn: 1, window: 1, thread: null, ...at(ms) });
    if (why !== null) return [why, ms];
  }
  return null;
}

/** It computes all the time, and answers each 50 ms; a window of the run takes it so long. */
function answeringInWindowsOf(windowMs: number): ReturnType<typeof watched> {
  return watched(60_000, (ms) => {
    return { ...busy(ms), turn: ms / 50 + 1, window: Math.floor(ms / windowMs) };
  });
}

test('one that computes for 5 s is endless', () => {
  expect(watched(60_000, (ms) => busy(ms))).toEqual(['endless', 5_000]);
});

test('one that gets an eighth of a processor may take eight times as long', () => {
  expect(watched(60_000, (ms) => busy(ms / 8, (ms * 7) / 8))).toEqual(['endless', 40_000]);
});

test('answers in between do not help within one window, and do from window to window', () => {
  expect(answeringInWindowsOf(60_001)).toEqual(['endless', 5_000]);
  expect(answeringInWindowsOf(4_000)).toBeNull();
});

test('one that follows another that was endless, or slept, in the same window is another', () => {
  const patience = new Patience();
  const look = (atMs: number, thread: Sample['thread']): unknown =>
    patience.look({ atMs, turn: atMs, window: 1, thread });
  for (const rest of ['none', 'asleep'] as const) {
    const first = { id: 7, busyMs: 0, queuedMs: 0, rest };
    expect(look(1, first)).toBeNull();
    const busyMs = rest === 'none' ? 6_000 : 0;
    for (let i = 0; i < 60; i++) {
      patience.look({ atMs: 1 + i * 100, turn: 1, window: 1, thread: { ...first, busyMs } });
    }
    expect(look(6_101, { id: 8, busyMs: 60, queuedMs: 0, rest: 'none' })).toBeNull();
    expect(look(6_201, { id: 8, busyMs: 160, queuedMs: 0, rest: 'none' })).toBeNull();
  }
});

test('one that sleeps while it owes an answer is not waited for', () => {
  expect(watched(60_000, () => asleep(0))).toEqual(['asleep', 5_000]);
  expect(watched(60_000, (ms) => asleep(ms / 10))).toEqual(['asleep', 5_600]);
  const naps = watched(60_000, (ms) => ({ ...asleep(0), turn: 2 * Math.floor(ms / 3_000) + 1 }));
  expect(naps).toEqual(['asleep', 5_100]);
});

test('one that is not asked may sleep as long as it likes', () => {
  expect(watched(600_000, () => ({ ...asleep(0), turn: 2 }))).toBeNull();
});

test('one that is stopped is waited for ten times as long', () => {
  const stopped = { id: 7, busyMs: 0, queuedMs: 0, rest: 'stopped' } as const;
  const [why, ms] = watched(600_000, () => ({ thread: stopped })) ?? [];
  expect(why).toBe('stopped');
  expect(ms).toBeCloseTo(50_000, -3);
});

test('one that gets no processor has five minutes for an answer', () => {
  expect(watched(290_000, () => busy(0))).toBeNull();
  expect(watched(600_000, () => busy(0))).toEqual(['silent', 300_000]);
  expect(watched(600_000, (ms) => busy(0, ms))).toEqual(['silent', 300_000]);
  expect(
    watched(600_000, (ms) => ({ ...busy(0), turn: 2 * Math.floor(ms / 90_000) + 1 })),
  ).toBeNull();
});

test('where nobody can see what it does, it may take 80 s', () => {
  expect(watched(90_000, () => ({}))).toEqual(['unseen', 80_000]);
});

test('a minute in which nobody could look, as on a machine that was stopped, is one second', () => {
  const patience = new Patience();
  const thread = { id: 7, busyMs: 0, queuedMs: 0, rest: 'asleep' } as const;
  for (let minute = 0; minute < 5; minute++) {
    const atMs = minute * 60_000;
    expect(patience.look({ atMs, turn: 1, window: 1, thread })).toBeNull();
  }
});
