import { expect, test } from 'vitest';
import type { Fault } from '../faults/fault.ts';
import type { Input } from '../faults/recording.ts';
import { serverProcesses, severalOf, type ProcessSpec } from '../sim/process.ts';
import { tellSchedule } from './tell-schedule.ts';

const SERVERS = serverProcesses(3);
const at = (ms: number): Input['at'] => ({ atUs: ms * 1_000, after: 0 });

function tell(inputs: readonly Input[], members: readonly ProcessSpec[] = SERVERS): string {
  return tellSchedule({ network: 'reliable', inputs, endUs: 2_000_000 }, members)
    .map(({ atUs, words }) => `${atUs / 1_000} ms: ${words}`)
    .join('\n');
}

test('a schedule is told in the order in which things began', () => {
  expect(
    tell([
      { kind: 'invoke', at: at(480), process: 1, method: 'start', args: ['x4'] },
      { kind: 'ask', at: at(490), process: 2, method: 'put', args: ['k', 'v'.repeat(40), 1] },
      {
        kind: 'crash-after-effect',
        at: at(1_291),
        server: 2,
        place: { number: 26, effect: 'respond', event: 'request', method: 'requestVote' },
        restartAfterMs: 6.578,
      },
      {
        kind: 'crash-after-effect',
        at: at(1_300),
        server: 0,
        place: { number: 31, effect: 'save', event: 'invoke', method: 'start' },
      },
      {
        kind: 'crash-after-effect',
        at: at(1_301),
        server: 1,
        place: { number: 8, effect: 'write', event: 'request', method: 'publish' },
      },
      {
        kind: 'hold',
        since: at(470),
        before: at(1_800),
        at: at(1_800),
        from: 0,
        to: 1,
        half: 'reply',
        method: 'requestVote',
      },
      {
        kind: 'hold',
        since: at(1_310),
        before: at(1_400),
        at: at(2_000),
        from: 1,
        to: 2,
        half: 'request',
        method: 'appendEntries',
      },
      { kind: 'heal', at: at(1_900) },
    ]),
  ).toMatchInlineSnapshot(`
    "470 ms: requestVote replies from server 0 to server 1 are held until 1.800 s
    480 ms: start "x4" on server 1
    490 ms: put "k" "vvvvvvvvvvvvvvvvvvvvvvvvvv... 1 on server 2
    1291 ms: server 2 crashes right after it answered requestVote, and restarts 7 ms later
    1300 ms: server 0 crashes right after it saved its state in start
    1301 ms: server 1 crashes right after it wrote to its store on a call of publish
    1310 ms: appendEntries calls from server 1 to server 2 that arrive before 1.400 s are held to the end
    1900 ms: every fault ends"
  `);
});

test('every fault has words', () => {
  const faults: Fault[] = [
    { kind: 'crash', server: 0 },
    { kind: 'crash', server: 0, restartAfterMs: 0 },
    { kind: 'crash', server: 0, restartAfterMs: 12 },
    { kind: 'restart', server: 0 },
    { kind: 'lose-disk', server: 0 },
    { kind: 'disconnect', server: 1 },
    { kind: 'disconnect', server: 1, forMs: 228.602 },
    { kind: 'connect', server: 1 },
    { kind: 'partition', groups: [[0], [1, 2]], forMs: 300 },
    { kind: 'heal-partition' },
    { kind: 'block-link', from: 0, to: 2 },
    { kind: 'unblock-link', from: 0, to: 2 },
    { kind: 'slow-link', from: 0, to: 2, extraMs: 60 },
    { kind: 'network', preset: 'reordering' },
    { kind: 'pause', server: 2, forMs: 1_200 },
    { kind: 'resume', server: 2 },
    { kind: 'drift', server: 2, partsPerMillion: 2_000_000 },
    { kind: 'drift', server: 2, partsPerMillion: -666_667 },
    { kind: 'drift', server: 2, partsPerMillion: 0 },
    { kind: 'crash-between-effects', perMillion: 3_000 },
    { kind: 'slow', server: 1, factor: 5, forMs: 8_000 },
    { kind: 'slow', server: 1, factor: 1 },
    { kind: 'set-clock', server: 1, byMs: -300 },
    { kind: 'set-clock', server: 1, byMs: 0 },
  ];
  expect(tell(faults.map((fault, i): Input => ({ kind: 'fault', at: at(i), fault }))))
    .toMatchInlineSnapshot(`
      "0 ms: server 0 crashes
      1 ms: server 0 crashes and restarts at once
      2 ms: server 0 crashes and restarts 12 ms later
      3 ms: server 0 restarts
      4 ms: server 0 loses its disk
      5 ms: server 1 is cut off
      6 ms: server 1 is cut off for 229 ms
      7 ms: server 1 is connected again
      8 ms: the network splits into 0 | 1 2 for 300 ms
      9 ms: the network is whole again
      10 ms: nothing gets from server 0 to server 2
      11 ms: messages get from server 0 to server 2 again
      12 ms: messages from server 0 to server 2 take 60 ms longer
      13 ms: the network becomes reordering
      14 ms: server 2 pauses for 1200 ms
      15 ms: server 2 goes on
      16 ms: the clock of server 2 runs at 300% of its usual speed
      17 ms: the clock of server 2 runs at 33% of its usual speed
      18 ms: the clock of server 2 runs at its usual speed again
      19 ms: a crash follows 3000 in a million effects of servers
      20 ms: server 1 is 5 times slower for 8000 ms
      21 ms: server 1 is as quick as usual again
      22 ms: the clock of server 1 jumps to 300 ms behind
      23 ms: the clock of server 1 is right again"
    `);
});

test('processes are called by what they are', () => {
  const members = [
    ...serverProcesses(2),
    ...severalOf(3, { program: 'clerk' }),
    { program: 'files', name: 'files', role: 'device' },
  ];
  const faults: Fault[] = [
    { kind: 'crash', server: 4 },
    {
      kind: 'partition',
      groups: [
        [0, 2, 5],
        [1, 3, 4],
      ],
    },
    { kind: 'crash-between-effects', perMillion: 3_000, among: [2, 3, 4] },
    { kind: 'crash-between-effects', perMillion: 3_000, among: [0, 3] },
    { kind: 'crash-between-effects', perMillion: 3_000 },
  ];
  expect(
    tell(
      faults.map((fault, i): Input => ({ kind: 'fault', at: at(i), fault })),
      members,
    ),
  ).toMatchInlineSnapshot(`
    "0 ms: clerk-2 crashes
    1 ms: the network splits into server 0 clerk-0 | server 1 clerk-1 clerk-2
    2 ms: a crash follows 3000 in a million effects of clerks
    3 ms: a crash follows 3000 in a million effects of server 0, clerk-1
    4 ms: a crash follows 3000 in a million effects of servers, clerks"
  `);
});
