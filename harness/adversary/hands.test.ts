import { expect, test } from 'vitest';
import { wait } from '../vocabulary/script.ts';
import { notes, play, SERVERS, TICK_MS } from './askers.fixture.ts';

test('a reset undoes every fault, by whomever, and ends what was held, watched and killed', () => {
  play(function* (stage, sim) {
    const seen = stage.lookFor({ to: 1 });
    stage.hold({ from: 0 });
    stage.kill(() => true);
    yield* wait(TICK_MS);
    stage.crash(0);
    stage.cut(1);
    stage.pause(2);
    stage.slow(0);
    stage.block(2, 0, 1);
    stage.separate(0);
    sim.inject({ kind: 'disconnect', server: 2 });
    stage.reset();
    const before = seen.count;
    const from = [0, 1, 2].map((server) => notes(sim, server).length);
    yield* wait(5 * TICK_MS);
    for (const server of stage.all) {
      expect(sim.isUp(server) && !sim.isPaused(server)).toBe(true);
      const since = notes(sim, server).slice(from[server]);
      for (const other of stage.others(server)) expect(since).toContain(`${other}`);
    }
    expect(sim.calls.held).toBe(0);
    expect(seen.count).toBe(before);
  });
});

test('a hurried clock is three times as fast, a slow one a third', () => {
  play(function* (stage) {
    const asked = (from: number): (() => number) => {
      const seen = stage.lookFor({ from, to: (from + 1) % SERVERS, half: 'request' });
      return () => seen.count;
    };
    stage.hurry(0);
    stage.slow(1);
    yield* wait(2 * TICK_MS);
    const [fast, slow, right] = [asked(0), asked(1), asked(2)];
    yield* wait(30 * TICK_MS);
    expect(fast() / right()).toBeCloseTo(3, 0);
    expect(right() / slow()).toBeCloseTo(3, 0);
  });
});

test('who is separated hears only each other, until that is healed', () => {
  play(function* (stage, sim) {
    stage.separate(0, 1);
    yield* wait(3 * TICK_MS);
    expect(notes(sim, 1)).toContain('0');
    expect(notes(sim, 2)).toBe('');
    stage.healPartition();
    yield* wait(2 * TICK_MS);
    expect(notes(sim, 2)).toContain('0');
  });
});

test('a link is cut one way, and a cut for a while ends by itself', () => {
  play(function* (stage, sim) {
    stage.block(0, 1);
    stage.blockFor(2.5 * TICK_MS, 1, 2);
    yield* wait(2 * TICK_MS);
    expect(notes(sim, 1)).not.toContain('0');
    expect(notes(sim, 0)).toContain('1');
    expect(notes(sim, 2)).not.toContain('1');
    yield* wait(2 * TICK_MS);
    expect(notes(sim, 2)).toContain('1');
    expect(notes(sim, 1)).not.toContain('0');
  });
});

test('a slow link makes what goes over it late, both ways', () => {
  play(function* (stage, sim) {
    stage.slowLink(0, 1, 100);
    yield* wait(50);
    expect(notes(sim, 2)).toContain('0');
    // What they asked when they booted was on its way by then.
    const before = [notes(sim, 0), notes(sim, 1)];
    expect(before.map((each) => each.replaceAll('2', ''))).toEqual(['1', '0']);
    yield* wait(150);
    expect(notes(sim, 0).match(/1/g)?.length).toBeGreaterThan(1);
    expect(notes(sim, 1).match(/0/g)?.length).toBeGreaterThan(1);
  });
});
