import { expect, test } from 'vitest';
import { ApplyStory } from './apply-story.ts';
import { DiskStory } from './disk-story.ts';

const log = (...commands: string[]): string => JSON.stringify({ log: commands });
const leads = (term: number) => ({ term, isLeader: true }) as const;

/** Three servers: x1 was taken in term 1 and is on two disks. */
function story(): { applies: ApplyStory; disks: DiskStory } {
  const disks = new DiskStory(3);
  const applies = new ApplyStory(disks);
  for (const command of ['x1', 'x2']) disks.given(command);
  applies.took('x1', 1);
  for (const server of [0, 1]) disks.saved(server, log('x1'), null);
  return { applies, disks };
}

test('a leader that applies what is of an older term needs a command of its own on a majority', () => {
  const { applies } = story();
  expect(applies.applies(0, 1, 'x1', { isFirst: true, state: leads(3) })).toBe(
    'server 0 leads term 3 and applies "x1", which is of term 1, though no command of term 3 is on ' +
      'a majority of the disks',
  );
});

test('with one there, or in its own term, or after another server, it may', () => {
  const { applies, disks } = story();
  expect(applies.applies(0, 1, 'x1', { isFirst: true, state: leads(1) })).toBeNull();
  expect(applies.applies(1, 1, 'x1', { isFirst: false, state: leads(3) })).toBeNull();
  applies.took('x2', 3);
  for (const server of [0, 1]) disks.saved(server, log('x1', 'x2'), null);
  expect(applies.applies(2, 1, 'x1', { isFirst: true, state: leads(3) })).toBeNull();
});

test('of a Raft that commits entries of its own nothing is said, for its logs cannot be read', () => {
  const { applies } = story();
  applies.applies(0, 1, null, { isFirst: true, state: leads(3) });
  expect(applies.applies(0, 2, 'x1', { isFirst: true, state: leads(3) })).toBeNull();
});

test('a received snapshot whose indexes are passed over was never given to the service', () => {
  const { applies, disks } = story();
  const state = { term: 1, isLeader: false };
  applies.applies(2, 1, 'x1', { isFirst: false, state });
  disks.saved(2, log(), '[4,"digest"]');
  applies.receivedSnapshot(2, 1_267_000);
  expect(applies.applies(2, 5, 'x2', { isFirst: false, state })).toBe(
    'server 2 goes from index 1 to 5: it saved a snapshot up to 4 at 1.267 s and never gave it to apply',
  );
});

test('after a restart, and after the snapshot was applied, nothing is missing', () => {
  const state = { term: 1, isLeader: false };
  const { applies, disks } = story();
  disks.saved(2, log(), '[4,"digest"]');
  applies.receivedSnapshot(2, 1_267_000);
  applies.restarted(2);
  expect(applies.applies(2, 5, 'x2', { isFirst: false, state })).toBeNull();
  applies.appliedSnapshot(1, 4);
  expect(applies.upTo(1)).toBe(4);
});
