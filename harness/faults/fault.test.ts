import { expect, test } from 'vitest';
import { serverProcesses } from '../sim/process.ts';
import type { Setting } from './fault-kind.ts';
import { endOf, kindOf, type Fault } from './fault.ts';
import { randomPlan } from './random-plan.ts';

const PROCESSES = serverProcesses(4);

/** Every fault of many random plans. */
const drawn: readonly Fault[] = Array.from({ length: 60 }, (_, seed) =>
  randomPlan(seed, {
    processes: PROCESSES,
    chaosMs: 6_000,
    also: ['slow', 'set-clock'],
  }).map(({ fault }) => fault),
).flat();

const setsOf = (fault: Fault): Setting | null => kindOf(fault).sets(fault, PROCESSES);

test('what a fault has set is as usual again after its end', () => {
  const ended = drawn.flatMap((fault) => {
    const end = endOf(fault);
    return end === null ? [] : [{ set: setsOf(fault), end: setsOf(end.fault) }];
  });
  expect(ended.length).toBeGreaterThan(100);
  for (const { set, end } of ended) {
    expect(end?.name).toBe(set?.name);
    expect(end?.value).toBe(end?.usual);
  }
});

test('an end can be left out and put back', () => {
  for (const fault of drawn) {
    const { ending } = kindOf(fault);
    if (ending === undefined) continue;
    const endless = ending.change(fault, undefined);
    expect(endOf(endless)).toBeNull();
    expect(setsOf(endless)).toEqual(setsOf(fault));
    expect(ending.change(endless, ending.afterMs(fault))).toEqual(fault);
  }
});

function isSplit(...groups: number[][]): boolean {
  const setting = setsOf({ kind: 'partition', groups });
  return setting?.value !== setting?.usual;
}

test('a partition that leaves all together sets nothing unusual, and half of them together does', () => {
  expect(isSplit([0, 1, 2, 3])).toBe(false);
  expect(isSplit([0, 1, 2, 3], [])).toBe(false);
  expect(isSplit([0, 1])).toBe(true);
  expect(isSplit([0, 1], [2, 3])).toBe(true);
  expect(isSplit()).toBe(true);
});
