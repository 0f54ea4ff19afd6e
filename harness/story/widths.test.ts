import { describe, expect, test } from 'vitest';
import { serverProcesses } from '../sim/process.ts';
import type { TraceEvent } from '../sim/trace-event.ts';
import type { Effect } from '../vocabulary/server.ts';
import type { RowFilter } from './filter.ts';
import type { LogLook } from './logs.ts';
import type { Narrator } from './narrator.ts';
import { tellStory } from './story.ts';

const WIDTHS = [60, 80, 120, 200] as const;

/** Tells what a server believes in its own words, and draws every request. */
const narrator: Narrator = {
  tell(event) {
    if (event.kind === 'event' && event.event.kind === 'request') {
      const labels = [`${event.event.method}, term 4 after 17 entries`, event.event.method];
      return { server: event.server, from: event.from, words: '', labels };
    }
    if (event.kind !== 'effect' || event.effect.kind !== 'observe') return null;
    return { server: event.server, words: event.effect.value };
  },
};

const at = (ms: number): number => ms * 1_000;
const effect = (ms: number, server: number, given: Effect): TraceEvent => {
  return { kind: 'effect', atUs: at(ms), server, effect: given };
};
const believes = (ms: number, server: number, value: string): TraceEvent =>
  effect(ms, server, { kind: 'observe', value });
const logs = (ms: number, server: number, text: string): TraceEvent =>
  effect(ms, server, { kind: 'log', text });
const asked = (ms: number, server: number, from: number, method: string): TraceEvent => ({
  kind: 'event',
  atUs: at(ms),
  server,
  from,
  method: '',
  event: { kind: 'request', call: ms, method, args: '{}' },
});

const EVENTS: readonly TraceEvent[] = [
  { kind: 'restart', atUs: 0, server: 0 },
  { kind: 'restart', atUs: 0, server: 1 },
  believes(1_260, 0, 'candidate, term 4'),
  asked(1_279, 2, 0, 'requestVote'),
  logs(1_279, 2, 'asked for a vote in term 4 by server 0, whose log ends at 17 in term 3: granted'),
  logs(1_279, 2, "{\n  votedFor: 0,\n  log: [\n    { term: 1, command: 'put a' }\n  ]\n}"),
  logs(1_279, 2, 'third line'),
  logs(1_279, 2, 'fourth line'),
  believes(1_279, 2, 'votes for server 0 and saves that'),
  {
    kind: 'fault',
    atUs: at(1_300),
    fault: { kind: 'partition', groups: [[0], [1], [2]] } as never,
  },
  { kind: 'crash', atUs: at(1_310), server: 2 },
  asked(1_334, 1, 2, 'appendEntries'),
  logs(1_334, 1, 'appendEntries from server 2'),
  believes(1_334, 1, 'follower of server 2, term 5, log ends at 17'),
];

function told(
  width: number,
  servers: number,
  more: { logs?: LogLook; filter?: RowFilter } = {},
): string[] {
  return tellStory(EVENTS, {
    members: serverProcesses(servers),
    describe: () => narrator,
    lines: 40,
    width: width - 2,
    end: { atUs: at(1_334), words: 'violated' },
    ...more,
  });
}

describe.each(WIDTHS)('on a screen of %d columns', (width) => {
  test.each([3, 7])('a story of %d servers fits', async (servers) => {
    const lines = told(width, servers);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width - 2);
    const file = `golden/story-of-${servers}-at-${width}.txt`;
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(file);
  });

  test('whole logs fit, and no word of them is missing or broken', async () => {
    const lines = told(width, 3, { logs: { isWhole: true, lettersMax: Infinity } });
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width - 2);
    const words = lines.join(' ').split(/\s+/).join(' ');
    for (const { effect: given } of EVENTS.filter((each) => each.kind === 'effect')) {
      if (given.kind === 'log') expect(words).toContain(given.text.split(/\s+/).join(' '));
    }
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`golden/logs-at-${width}.txt`);
  });
});

const WHOLE: LogLook = { isWhole: true, lettersMax: Infinity };
const wanted = (filter: RowFilter): string =>
  told(80, 3, { logs: WHOLE, filter })
    .slice(1)
    .map((line) => line.trim())
    .join('\n');

test('a filter leaves what it asks for', () => {
  expect(wanted({ grep: 'THIRD' })).toBe(
    '1.279  server 2 logs: third line\n1.334  violated   <== here',
  );
  expect(wanted({ call: 'appendEntries', processes: new Set([1]) })).toBe(
    [
      '1.334                       follower of.. <----- appendEntries',
      '1.334  server 1 logs: appendEntries from server 2  <== here',
    ].join('\n'),
  );
  expect(wanted({ fromUs: at(1_305), untilUs: at(1_320) })).toMatch(/^1\.310 +CRASH\n.*violated/);
  const ofServer0 = wanted({ processes: new Set([0]) });
  expect(ofServer0).toContain('requestVote');
  expect(ofServer0).toContain('partition');
  expect(ofServer0).not.toContain('server 2 logs');
});

test('a log that is too long for a screen says how much is missing', () => {
  const lines = told(80, 3, { logs: { isWhole: true, lettersMax: 20 } });
  expect(lines.join('\n')).toContain('asked for a vote in .. 59 more letters');
});
