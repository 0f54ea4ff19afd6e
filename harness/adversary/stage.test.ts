import { expect, test } from 'vitest';
import { wait } from '../vocabulary/script.ts';
import { notes, play, QUESTION, TICK_MS } from './askers.fixture.ts';
import type { Message } from './message.ts';
import { allCome } from './sighting.ts';
import { Stage } from './stage.ts';

test('the arrival of a message is waited for, and not longer than it takes', () => {
  play(function* (stage, sim) {
    const message = yield* stage.arrival(QUESTION, { withinMs: 1_000 });
    expect(message).toEqual({ ...QUESTION, method: 'ask', args: '"0"', reply: null });
    expect(sim.nowUs).toBeLessThan(5_000);
    expect(notes(sim, 1)).toContain('0');
  });
});

test('what does not arrive is waited for as long as was said', () => {
  play(function* (stage, sim) {
    stage.cut(0);
    expect(yield* stage.arrival(QUESTION, { withinMs: 70 })).toBeNull();
    expect(sim.nowUs).toBe(70_000);
  });
});

test('what an arrival holds is held from that message on, and comes when it is released', () => {
  play(function* (stage, sim) {
    yield* stage.arrival(QUESTION, { withinMs: 50, hold: true });
    yield* wait(3 * TICK_MS);
    expect(notes(sim, 1)).not.toContain('0');
    expect(notes(sim, 2)).toContain('0');
    stage.letGo();
    yield* wait(3);
    expect(notes(sim, 1).match(/0/g)?.length).toBeGreaterThanOrEqual(3);
  });
});

test('what is released and still asked for is held again', () => {
  play(function* (stage, sim) {
    const held = stage.hold(QUESTION);
    yield* held.comes(50);
    stage.release({ to: 1 });
    yield* wait(5);
    expect(held.count).toBeGreaterThanOrEqual(2);
    expect(notes(sim, 1)).not.toContain('0');
  });
});

test('a release lets go only what goes that way', () => {
  play(function* (stage, sim) {
    const held = stage.hold({ from: 0, half: 'request' });
    yield* wait(2 * TICK_MS);
    stage.holdNothing();
    stage.release({ to: 2 });
    expect(sim.calls.held).toBe(held.messages.filter(({ to }) => to === 1).length);
    expect(sim.calls.held).toBeGreaterThan(0);
    yield* wait(3);
    expect(notes(sim, 2)).toContain('0');
    stage.release();
    expect(sim.calls.held).toBe(0);
  });
});

test('how many are held is known, and waited for', () => {
  play(function* (stage, sim) {
    stage.hold({ half: 'request', to: 1 });
    expect(yield* stage.holding(50, 2)).toBe(true);
    expect(stage.held).toBeGreaterThanOrEqual(2);
    expect(sim.nowUs).toBeLessThan(50_000);
    stage.letGo();
    expect(yield* stage.holding(20)).toBe(false);
  });
});

test('of one that is held alone the next one passes', () => {
  play(function* (stage, sim) {
    const held = stage.holdOne(QUESTION);
    yield* wait(4 * TICK_MS);
    expect(held.count).toBe(1);
    expect(sim.calls.held).toBe(1);
    expect(notes(sim, 1)).toContain('0');
  });
});

test('so many pass, and those that follow are held', () => {
  play(function* (stage, sim) {
    const held = stage.holdAfter(2, QUESTION);
    yield* wait(6 * TICK_MS);
    expect(notes(sim, 1).match(/0/g)).toHaveLength(2);
    expect(held.count).toBeGreaterThanOrEqual(2);
  });
});

test('an exception from what is held passes, and the rest is held as before', () => {
  play(function* (stage, sim) {
    stage.hold({ to: 1, half: 'request' });
    stage.letPass({ from: 2 });
    yield* wait(2 * TICK_MS);
    expect(notes(sim, 1)).toContain('2');
    expect(notes(sim, 1)).not.toContain('0');
  });
});

test('an answer is seen with the request that it answers', () => {
  play(function* (stage) {
    const answer = {
      from: 1,
      to: 0,
      half: 'reply',
      args: (args: string) => args === '"0"',
    } as const;
    expect(yield* stage.arrival(answer, { withinMs: 50 })).toMatchObject({ reply: '"here"' });
  });
});

test('several are looked out for at once, also what is held', () => {
  play(function* (stage) {
    stage.hold({ to: 2 });
    const seen = [0, 1].map((from) => stage.lookFor({ from, to: 2 }));
    expect(yield* allCome(seen, 50)).toBe(true);
    expect(yield* allCome([...seen, stage.lookFor({ from: 2, to: 2 })], 50)).toBe(false);
  });
});

test('a strike comes once, between two effects', () => {
  play(function* (stage, sim) {
    const struck: number[] = [];
    stage.strikeAt(
      (server, effect) => server === 1 && effect.kind === 'send' && effect.to === 0,
      (server) => {
        struck.push(server);
        stage.blockFor(TICK_MS / 2, server, 2);
      },
    );
    // Its first questions left when it booted, before there was an adversary.
    yield* wait(2.5 * TICK_MS);
    expect(struck).toEqual([1]);
    expect(notes(sim, 0).match(/1/g)).toHaveLength(3);
    expect(notes(sim, 2).match(/1/g)).toHaveLength(2);
  });
});

test('whoever has answered is killed right after it, and once', () => {
  play(function* (stage, sim) {
    stage.killAfter({ from: 1, to: 0, half: 'reply' });
    yield* wait(2 * TICK_MS);
    expect(sim.isUp(1)).toBe(false);
    const saved = notes(sim, 1);
    expect(saved.endsWith('0')).toBe(true);
    stage.spare();
    stage.restart(1);
    yield* wait(2 * TICK_MS);
    expect(sim.isUp(1)).toBe(true);
    expect(notes(sim, 1).length).toBeGreaterThan(saved.length);
  });
});

test('a message is seen as it is sent, also where it never arrives', () => {
  play(function* (stage) {
    stage.block(0, 1);
    const sent = stage.lookForSent(QUESTION);
    const answers = stage.lookForSent({ from: 2, to: 0, half: 'reply' });
    yield* wait(2.5 * TICK_MS);
    expect(sent.count).toBe(2);
    expect(answers.first).toMatchObject({ args: '"0"', reply: '"here"' });
  });
});

test('a process is killed between two of its effects', () => {
  play(function* (stage, sim) {
    const answers = stage.lookFor({ from: 2, half: 'reply' });
    stage.kill((server, { kind }) => server === 2 && kind === 'save');
    yield* wait(2 * TICK_MS);
    expect(sim.isUp(2)).toBe(false);
    expect(notes(sim, 2)).toHaveLength(1);
    expect(answers.hasCome).toBe(false);
  });
});

test('idling costs the chaos nothing', () => {
  play(function* (stage) {
    yield* stage.idle(5_000);
    expect(stage.isOver).toBe(false);
    yield* wait(1_000);
    expect(stage.isOver).toBe(true);
  });
});

test('a sight of its own tells a stage what messages are, and is not told of those held back', () => {
  const passed: string[] = [];
  interface Word {
    readonly from: number;
    readonly to: number;
    readonly word: string;
  }
  play(function* (_, sim) {
    const sight = {
      see: ({ from, to, args, half }: Message): Word | null =>
        half === 'reply' ? null : { from, to, word: JSON.parse(args) as string },
      passes: (_message: Message, { to, word }: Word) => void passed.push(`${word}>${to}`),
      leaves: () => null,
    };
    const stage = new Stage<Word>(sim, { all: [0, 1, 2], sight });
    const held = stage.hold({ word: '0', to: 1 });
    const seen = stage.lookFor(() => true);
    yield* wait(2 * TICK_MS);
    expect(held.first).toEqual({ from: 0, to: 1, word: '0' });
    expect(seen.messages.every(({ word }) => ['0', '1', '2'].includes(word))).toBe(true);
    expect(passed).toContain('0>2');
    expect(passed).not.toContain('0>1');
  });
});
