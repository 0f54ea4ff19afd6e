import { expect, test } from 'vitest';
import { AdminWatch } from './admin-watch.ts';
import { argsOf, type Change } from './change.ts';

const [ADMIN, OTHER, CLERK] = [0, 1, 2];
const idle = [ADMIN, OTHER];

const join = (...gids: number[]): Change => ({
  kind: 'join',
  groups: Object.fromEntries(gids.map((gid) => [String(gid), [`g${gid}-0`]])),
});
const leave = (...gids: number[]): Change => ({ kind: 'leave', gids });
const move = (shard: number, gid: number): Change => ({ kind: 'move', shard, gid });

/** A watch after these changes, of which those that are told twice have been answered. */
function after(watch: AdminWatch, ...changes: readonly Change[]): AdminWatch {
  for (const change of changes) {
    called(watch, change);
    const call = JSON.stringify(change);
    watch.note({ kind: 'change-answered', atUs: 0, admin: 'admin-0', call, change });
  }
  return watch;
}

function called(watch: AdminWatch, change: Change): AdminWatch {
  const call = JSON.stringify(change);
  watch.note({ kind: 'change-called', atUs: 0, admin: 'admin-0', call, change });
  return watch;
}

const may = (watch: AdminWatch, change: Change): boolean =>
  watch.mayCall(ADMIN, change.kind, argsOf(change));

test('the last group may not leave where there may be data', () => {
  expect(may(after(new AdminWatch(idle, true), join(1)), leave(1))).toBe(false);
  expect(may(after(new AdminWatch(idle, true), join(1, 2)), leave(1, 2))).toBe(false);
  expect(may(after(new AdminWatch(idle, true), join(1, 2)), leave(1))).toBe(true);
});

test('where nothing is stored it may', () => {
  expect(may(after(new AdminWatch(idle, false), join(1)), leave(1))).toBe(true);
});

test('a group that may be leaving, or may not have joined, does not count as one that stays', () => {
  const leaving = called(after(new AdminWatch(idle, true), join(1, 2)), leave(2));
  expect(may(leaving, leave(1))).toBe(false);
  const joining = called(after(new AdminWatch(idle, true), join(1)), join(2));
  expect(may(joining, leave(1))).toBe(false);
});

test('a group joins that is not there, and leaves or gets a shard only if it surely is', () => {
  const watch = after(new AdminWatch(idle, true), join(1, 2));
  expect(
    [join(2), join(3), move(0, 3), move(0, 2), leave(3)].map((each) => may(watch, each)),
  ).toEqual([false, true, false, true, false]);
  const left = after(watch, join(3), leave(2));
  expect([join(2), move(0, 2), leave(2)].map((each) => may(left, each))).toEqual([
    true,
    false,
    false,
  ]);
});

test('a group does not leave while a shard may be moved to it', () => {
  const watch = called(after(new AdminWatch(idle, true), join(1, 2)), move(0, 2));
  expect(may(watch, leave(2))).toBe(false);
  expect(may(after(watch, move(0, 2)), leave(2))).toBe(true);
});

test('clerks ask for nothing before some group is there', () => {
  const watch = new AdminWatch(idle, true);
  expect(watch.mayCall(CLERK, 'get', ['k'])).toBe(false);
  expect(called(watch, join(1)).mayCall(CLERK, 'get', ['k'])).toBe(false);
  expect(after(watch, join(1)).mayCall(CLERK, 'get', ['k'])).toBe(true);
});
