import { expect, test } from 'vitest';
import { serverProcesses } from '../sim/process.ts';
import type { Fault } from './fault.ts';
import { foldEnd } from './fold-ends.ts';
import { withoutIdle } from './idle-inputs.ts';
import type { Input, Recording } from './recording.ts';
import { shrink } from './shrink.ts';

const PROCESSES = serverProcesses(3);
const at = (ms: number): Input['at'] => ({ atUs: ms * 1_000, after: 0 });
const fault = (ms: number, given: Fault): Input => ({ kind: 'fault', at: at(ms), fault: given });
const start = (ms: number, command: string): Input => {
  return { kind: 'invoke', at: at(ms), process: 0, method: 'start', args: [command] };
};
const recorded = (inputs: readonly Input[], network: Recording['network'] = 'reliable') => {
  return { network, inputs, endUs: 60_000_000 };
};

/** Shrinks what breaks, at its end, whenever `breaks` says so. */
function smallest(
  recording: Recording,
  breaks: (candidate: Recording) => boolean,
): { best: Recording; runs: number } {
  const candidates = shrink(recording, PROCESSES);
  let runs = 0;
  for (let next = candidates.next(); ; runs++) {
    if (next.done === true) return { best: next.value, runs };
    next = candidates.next(breaks(next.value) ? next.value.endUs : null);
  }
}

const commands = (recording: Recording): unknown[] =>
  recording.inputs.flatMap((each) => (each.kind === 'invoke' ? each.args : []));

const isDownFor3Ms = (candidate: Recording): boolean => {
  const faults = candidate.inputs.map((each) => each.kind === 'fault' && each.fault);
  return faults.some((each) => {
    if (!each || each.kind !== 'crash') return false;
    const isRestarted = faults.some((other) => other && other.kind === 'restart');
    return each.restartAfterMs === undefined ? isRestarted : each.restartAfterMs === 3;
  });
};

const isOneMoreThanThrees = (recording: Recording): boolean => commands(recording).length % 3 === 1;

test('what is left of 100 calls are the two that break the promise together', () => {
  const calls = Array.from({ length: 100 }, (_, i) => start(i * 10, `x${i}`));
  const { best, runs } = smallest(recorded(calls), (candidate) => {
    const left = commands(candidate);
    return left.includes('x17') && left.includes('x83');
  });
  expect(commands(best)).toEqual(['x17', 'x83']);
  expect(runs).toBeLessThan(100);
});

test('a promise that breaks by itself needs nothing, and no bad network', () => {
  const calls = [start(1, 'x1'), start(2, 'x2')];
  const { best } = smallest(recorded(calls, 'unreliable'), () => true);
  expect(best).toMatchObject({ network: 'reliable', inputs: [] });
});

test('nothing is left out of what needs all of it', () => {
  const calls = [start(1, 'x1'), start(2, 'x2'), start(3, 'x3')];
  const { best } = smallest(recorded(calls), (candidate) => commands(candidate).length === 3);
  expect(commands(best)).toEqual(['x1', 'x2', 'x3']);
});

test('faults that change nothing go at once', () => {
  const tidy = [0, 1, 2].flatMap((server): Input[] => [
    fault(5, { kind: 'connect', server }),
    fault(5, { kind: 'restart', server }),
    fault(5, { kind: 'drift', server, partsPerMillion: 0 }),
    fault(5, { kind: 'unblock-link', from: server, to: (server + 1) % 3 }),
  ]);
  const cut = fault(10, { kind: 'disconnect', server: 1 });
  const first = shrink(recorded([...tidy, cut]), PROCESSES).next();
  expect(first).toMatchObject({ done: false, value: { inputs: [cut] } });
});

test('an end that came on its own becomes part of its fault', () => {
  const inputs = [
    fault(100, { kind: 'crash', server: 2 }),
    fault(100, { kind: 'disconnect', server: 1 }),
    fault(103, { kind: 'restart', server: 2 }),
    fault(107, { kind: 'partition', groups: [[0], [1, 2]] }),
    fault(109, { kind: 'partition', groups: [[0, 1, 2]] }),
  ];
  const { best } = smallest(recorded(inputs), isDownFor3Ms);
  expect(best.inputs).toEqual([fault(100, { kind: 'crash', server: 2, restartAfterMs: 3 })]);
});

test('a fault loses its end, or ends sooner, where that breaks the promise as well', () => {
  const inputs = [
    fault(100, { kind: 'disconnect', server: 1, forMs: 400 }),
    fault(100, { kind: 'pause', server: 2, forMs: 400 }),
  ];
  const { best } = smallest(recorded(inputs), (candidate) => {
    const [cut, pause] = candidate.inputs.map((each) => each.kind === 'fault' && each.fault);
    if (!cut || !pause || cut.kind !== 'disconnect' || pause.kind !== 'pause') return false;
    return pause.forMs !== undefined && pause.forMs >= 90;
  });
  expect(best.inputs.map((each) => each.kind === 'fault' && each.fault)).toEqual([
    { kind: 'disconnect', server: 1 },
    { kind: 'pause', server: 2, forMs: 100 },
  ]);
});

test('time in which nothing happens is taken out, as far as the promise breaks without it', () => {
  const inputs = [start(4_000, 'x1'), start(8_000, 'x2')];
  const { best } = smallest(recorded(inputs), ({ inputs: [first, second] }) => {
    if (first === undefined || second === undefined) return false;
    return first.at.atUs >= 600_000 && second.at.atUs - first.at.atUs >= 1_000_000;
  });
  expect(best.inputs.map((each) => each.at.atUs)).toEqual([2_000_000, 4_000_000]);
});

test('a split that leaves only a device on the other side goes at once', () => {
  const files = { program: 'files', name: 'files', role: 'device' };
  const call = start(20, 'x1');
  const together = fault(10, { kind: 'partition', groups: [[0, 1, 2]] });
  expect(withoutIdle([together, call], [...PROCESSES, files])).toEqual([call]);
  // The fourth is no device here: it is alone.
  const clerk = { program: 'clerk', name: 'clerk' };
  expect(withoutIdle([together], [...PROCESSES, clerk])).toEqual([together]);
});

test('where the dead stay dead, a restart goes at once and never becomes part of a crash', () => {
  const mortals = PROCESSES.map((each) => ({ ...each, staysDead: true }));
  const crash = fault(100, { kind: 'crash', server: 2 });
  const restart = fault(103, { kind: 'restart', server: 2 });
  expect(withoutIdle([crash, restart], mortals)).toEqual([crash]);
  expect(withoutIdle([crash, restart], PROCESSES)).toEqual([crash, restart]);
  expect(foldEnd([crash, restart], 1, mortals)).toBeNull();
  expect(foldEnd([crash, restart], 1, PROCESSES)).toHaveLength(1);
});

test('the same recording shrinks to the same one', () => {
  const calls = Array.from({ length: 40 }, (_, i) => start(i * 300, `x${i}`));
  expect(smallest(recorded(calls), isOneMoreThanThrees)).toEqual(
    smallest(recorded(calls), isOneMoreThanThrees),
  );
});
