import { expect, test } from 'vitest';
import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import { KEPT_LINES_MAX, KeptTrace } from './kept-trace.ts';

const line = (atUs: number, text: string, server = 0): TraceEvent => ({
  kind: 'effect',
  atUs,
  server,
  effect: { kind: 'log', text },
});
const crash = (atUs: number): TraceEvent => ({ kind: 'crash', atUs, server: 0 });

function textsOf({ events }: KeptTrace): string[] {
  return events.map((event) =>
    event.kind === 'effect' && event.effect.kind === 'log' ? event.effect.text : event.kind,
  );
}

test('of too many lines the oldest are forgotten and counted, and nothing else is', () => {
  const trace = new KeptTrace({}, 3);
  for (let at = 0; at < 10; at++) {
    trace.add(line(at, `line ${at}`));
    if (at === 4) trace.add(crash(at));
  }
  expect(textsOf(trace)).toEqual(['crash', 'line 7', 'line 8', 'line 9']);
  expect(trace.forgotten).toEqual({ lines: 7, untilUs: 6, kept: 3 });
});

test('so are lines that are too long together', () => {
  const trace = new KeptTrace({}, 100, 25);
  for (let at = 0; at < 10; at++) trace.add(line(at, 'x'.repeat(10)));
  expect(textsOf(trace)).toHaveLength(2);
  expect(trace.forgotten).toMatchObject({ lines: 8 });
});

test('lines that nobody wants take no room', () => {
  const trace = new KeptTrace({ processes: new Set([1]), grep: 'VOTE', fromUs: 2 }, 2);
  for (let at = 0; at < 10; at++) {
    trace.add(line(at, 'vote', 0));
    trace.add(line(at, at % 4 === 0 ? `vote ${at}` : 'other', 1));
  }
  expect(textsOf(trace)).toEqual(['vote 4', 'vote 8']);
  expect(trace.forgotten).toBeNull();
});

test('a million lines are gone through in time, and leave no more than there is room for', () => {
  const trace = new KeptTrace();
  for (let at = 0; at < 1_000_000; at++) trace.add(line(at, 'a line of a log'));
  expect(trace.events).toHaveLength(KEPT_LINES_MAX);
  expect(trace.forgotten).toEqual({ lines: 900_000, untilUs: 899_999, kept: 100_000 });
});
