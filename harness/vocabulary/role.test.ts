import { expect, test } from 'vitest';
import {
  doesSuffer,
  nameOf,
  numberOf,
  numbersOf,
  roleOf,
  sufferersOf,
  tellProcesses,
  type Member,
} from './role.ts';

const MEMBERS: readonly Member[] = [
  { name: 'server', program: 'server', suffers: ['cut', 'pause'] },
  { name: 'clerk-1', program: 'clerk' },
  { name: 'clerk-2', program: 'lock', role: 'clerk' },
  { name: 'files', program: 'files', role: 'device' },
];

test('the role of a process is the name of its program unless it says another', () => {
  expect(MEMBERS.map(roleOf)).toEqual(['server', 'clerk', 'clerk', 'device']);
  expect(numbersOf(MEMBERS, 'clerk')).toEqual([1, 2]);
  expect(numbersOf(MEMBERS, 'clerk', 'server')).toEqual([0, 1, 2]);
});

test('only one process answers to a role that there is once', () => {
  expect(numberOf(MEMBERS, 'server')).toBe(0);
  expect(() => numberOf(MEMBERS, 'clerk')).toThrow(
    "expected one process with the role 'clerk' among these: server, clerk, clerk, device",
  );
  expect(() => numberOf(MEMBERS, 'worker')).toThrow("the role 'worker'");
});

test('a process suffers everything unless it says what, and a device nothing', () => {
  expect(sufferersOf(MEMBERS, 'crash')).toEqual([1, 2]);
  expect(sufferersOf(MEMBERS, 'cut')).toEqual([0, 1, 2]);
  expect(sufferersOf(MEMBERS, 'drift')).toEqual([1, 2]);
  const disk: Member = { name: 'disk', program: 'files', role: 'device', suffers: ['pause'] };
  expect(doesSuffer(disk, 'pause')).toBe(true);
});

test('all processes of a role are told in one word, and some of them by their names', () => {
  expect(tellProcesses(MEMBERS, [1, 2])).toBe('clerks');
  expect(tellProcesses(MEMBERS, [0, 1, 2])).toBe('server, clerks');
  expect(tellProcesses(MEMBERS, [2, 3])).toBe('clerk-2, files');
  expect(nameOf(MEMBERS, 7)).toBe('process 7');
});
